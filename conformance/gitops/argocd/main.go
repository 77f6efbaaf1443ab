// Makes of each ApplicationSet the Applications that Argo CD's controller makes of it, by its own code.
// Reads a JSON array of ApplicationSets from standard input and prints, for each, an error or its Applications.
package main

import (
	"encoding/json"
	"io"
	"log"
	"os"

	"github.com/argoproj/argo-cd/v3/applicationset/controllers/template"
	"github.com/argoproj/argo-cd/v3/applicationset/generators"
	"github.com/argoproj/argo-cd/v3/applicationset/utils"
	argocd "github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/sirupsen/logrus"
	"sigs.k8s.io/yaml"
)

type answer struct {
	// what went wrong, empty when nothing did
	Error        string               `json:"error"`
	Applications []argocd.Application `json:"applications"`
}

func main() {
	logrus.SetOutput(io.Discard)
	var sets []json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&sets); err != nil {
		log.Fatal(err)
	}
	answers := make([]answer, len(sets))
	for i, set := range sets {
		all, err := applications(set)
		answers[i].Applications = all
		if err != nil {
			answers[i].Error = err.Error()
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		log.Fatal(err)
	}
}

func applications(text json.RawMessage) ([]argocd.Application, error) {
	var set argocd.ApplicationSet
	if err := yaml.UnmarshalStrict(text, &set); err != nil {
		return nil, err
	}
	byName := map[string]generators.Generator{"List": generators.NewListGenerator()}
	all, _, err := template.GenerateApplications(logrus.NewEntry(logrus.StandardLogger()), set, byName, &utils.Render{}, nil)
	return all, err
}
