// Asks kustomize, Helm, Flux and the API of the Sail operator what they make of the project's output, by their own code.
// Reads a JSON array of questions from standard input and prints an array of answers.
package main

import (
	"encoding/json"
	"log"
	"os"
)

// question has one of its parts.
type question struct {
	// directory with a kustomization.yaml
	Kustomize string
	Flux      *fluxQuestion
	// an object of Flux
	Decode  json.RawMessage
	Helm    *helmQuestion
	Version *versionQuestion
	// values of an Istio of the Sail operator
	Values json.RawMessage
	Crd    *crdQuestion
}

type answer struct {
	// what went wrong, empty when nothing did
	Error string `json:"error"`
	// what came out: YAML, or a version
	Text string `json:"text,omitempty"`
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		log.Fatal(err)
	}
	answers := make([]answer, len(questions))
	for i, q := range questions {
		text, err := q.ask()
		answers[i].Text = text
		if err != nil {
			answers[i].Error = err.Error()
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		log.Fatal(err)
	}
}

func (q question) ask() (string, error) {
	switch {
	case q.Kustomize != "":
		return build(q.Kustomize)
	case q.Flux != nil:
		return q.Flux.build()
	case q.Decode != nil:
		return "", decode(q.Decode)
	case q.Helm != nil:
		return q.Helm.render()
	case q.Version != nil:
		return q.Version.resolve()
	case q.Crd != nil:
		return "", q.Crd.validate()
	default:
		return "", checkValues(q.Values)
	}
}
