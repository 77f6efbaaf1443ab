package main

import (
	"strings"

	"helm.sh/helm/v3/pkg/action"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/repo"
)

type helmQuestion struct {
	// directory
	Chart     string
	Name      string
	Namespace string
	Values    map[string]any
}

// render is what `helm template` does.
func (q helmQuestion) render() (string, error) {
	loaded, err := loader.LoadDir(q.Chart)
	if err != nil {
		return "", err
	}
	install := action.NewInstall(&action.Configuration{})
	install.DryRun, install.ClientOnly, install.Replace, install.IncludeCRDs = true, true, true, true
	install.ReleaseName, install.Namespace = q.Name, q.Namespace
	install.KubeVersion = &chartutil.KubeVersion{Version: "v1.35.0", Major: "1", Minor: "35"}
	release, err := install.Run(loaded, q.Values)
	if err != nil {
		return "", err
	}
	text := []string{release.Manifest}
	for _, hook := range release.Hooks {
		text = append(text, hook.Manifest)
	}
	return strings.Join(text, "\n---\n"), nil
}

type versionQuestion struct {
	// as a command line or an object has it
	Asked string
	// that a repository has
	Versions []string
}

// resolve is how Helm, and Flux with its index, choose a chart.
func (q versionQuestion) resolve() (string, error) {
	index := repo.NewIndexFile()
	for _, version := range q.Versions {
		metadata := &chart.Metadata{APIVersion: chart.APIVersionV2, Name: "istiod", Version: version}
		if err := index.MustAdd(metadata, "istiod-"+version+".tgz", "https://charts.example.com", ""); err != nil {
			return "", err
		}
	}
	index.SortEntries()
	found, err := index.Get("istiod", q.Asked)
	if err != nil {
		return "", err
	}
	return found.Version, nil
}
