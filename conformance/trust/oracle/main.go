// Asks istiod's own loader and signer, age's and the SealedSecrets controller's own decryption about what the project wrote.
// Reads a JSON array of questions from standard input and prints an array of answers.
package main

import (
	"encoding/json"
	"log"
	"os"
)

// question has one of its parts.
type question struct {
	// directory with the four files of a Secret cacerts
	Cacerts   string
	Age       *ageQuestion
	Sealed    *sealedQuestion
	Recipient *string
	// bits of a new key for sealing
	SealingKey int
}

type answer struct {
	// what went wrong, empty when nothing did
	Error string `json:"error"`
	// what was decrypted
	Plain []byte `json:"plain,omitempty"`
	// what peers say of a workload's certificate that this istiod signed
	Peers string `json:"peers,omitempty"`
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		log.Fatal(err)
	}
	answers := make([]answer, len(questions))
	for i, q := range questions {
		switch {
		case q.Age != nil:
			answers[i] = plain(q.Age.open())
		case q.Sealed != nil:
			answers[i] = plain(q.Sealed.open())
		case q.Recipient != nil:
			answers[i] = plain(nil, ageTakes(*q.Recipient))
		case q.SealingKey != 0:
			answers[i] = plain(newSealingKey(q.SealingKey))
		default:
			answers[i] = loadCacerts(q.Cacerts)
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		log.Fatal(err)
	}
}

func plain(text []byte, err error) answer {
	return answer{Error: message(err), Plain: text}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
