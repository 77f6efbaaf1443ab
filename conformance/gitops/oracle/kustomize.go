package main

import (
	"encoding/json"
	"fmt"
	"os"

	helmv2 "github.com/fluxcd/helm-controller/api/v2"
	kustomizev1 "github.com/fluxcd/kustomize-controller/api/v1"
	"github.com/fluxcd/pkg/kustomize"
	sourcev1 "github.com/fluxcd/source-controller/api/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// build is what `kubectl apply -k` and Argo CD do.
func build(directory string) (string, error) {
	all, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), directory)
	if err != nil {
		return "", err
	}
	text, err := all.AsYaml()
	return string(text), err
}

type fluxQuestion struct {
	// what the source has, which is changed
	Root string
	// below it
	Path          string
	Kustomization map[string]any
}

// build is what kustomize-controller does before it applies: it makes a kustomization.yaml of the files, and builds it.
func (q fluxQuestion) build() (string, error) {
	object := unstructured.Unstructured{Object: q.Kustomization}
	if _, err := os.Stat(q.Path); err != nil {
		return "", err
	}
	action, err := kustomize.NewGenerator(q.Root, object).WriteFile(q.Path)
	if err != nil {
		return "", err
	}
	defer kustomize.CleanDirectory(q.Path, action)
	all, err := kustomize.SecureBuild(q.Root, q.Path, false)
	if err != nil {
		return "", err
	}
	text, err := all.AsYaml()
	return string(text), err
}

// decode refuses what the types of the controllers do not have.
func decode(object json.RawMessage) error {
	kinds := map[string]any{
		"Kustomization":  &kustomizev1.Kustomization{},
		"HelmRelease":    &helmv2.HelmRelease{},
		"HelmRepository": &sourcev1.HelmRepository{},
	}
	var of struct{ Kind string }
	if err := json.Unmarshal(object, &of); err != nil {
		return err
	}
	kind, isKnown := kinds[of.Kind]
	if !isKnown {
		return fmt.Errorf("Flux has no kind %q here", of.Kind)
	}
	return yaml.UnmarshalStrict(object, kind)
}
