package main

import (
	"encoding/json"
	"errors"
	"os"
	"strings"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/operator/pkg/apis"
	"istio.io/istio/pkg/util/protomarshal"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"sigs.k8s.io/yaml"
)

// checkValues refuses what Istio's values and mesh config do not have: the operator's types are made from these.
func checkValues(values json.RawMessage) error {
	if err := protomarshal.ApplyJSONStrict(string(values), &apis.Values{}); err != nil {
		return err
	}
	var of struct{ MeshConfig json.RawMessage }
	if err := json.Unmarshal(values, &of); err != nil || of.MeshConfig == nil {
		return err
	}
	return protomarshal.ApplyJSONStrict(string(of.MeshConfig), &meshconfig.MeshConfig{})
}

type crdQuestion struct {
	// file
	Definition string
	Object     map[string]any
}

// validate does what an API server does, and refuses what it would leave out.
func (q crdQuestion) validate() error {
	text, err := os.ReadFile(q.Definition)
	if err != nil {
		return err
	}
	var definition apiextensionsv1.CustomResourceDefinition
	if err := yaml.Unmarshal(text, &definition); err != nil {
		return err
	}
	for _, version := range definition.Spec.Versions {
		if definition.Spec.Group+"/"+version.Name == q.Object["apiVersion"] {
			return validateVersion(version.Schema, q.Object)
		}
	}
	return errors.New("the definition does not have this version")
}

func validateVersion(definition *apiextensionsv1.CustomResourceValidation, object map[string]any) error {
	var schema apiextensions.CustomResourceValidation
	if err := apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(definition, &schema, nil); err != nil {
		return err
	}
	validator, _, err := validation.NewSchemaValidator(schema.OpenAPIV3Schema)
	if err != nil {
		return err
	}
	if found := validation.ValidateCustomResource(nil, object, validator); len(found) > 0 {
		return found.ToAggregate()
	}
	known, err := structural.NewStructural(schema.OpenAPIV3Schema)
	if err != nil {
		return err
	}
	if unknown := pruning.PruneWithOptions(object, known, true, structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}); len(unknown) > 0 {
		return errors.New("nobody knows " + strings.Join(unknown, ", "))
	}
	return nil
}
