// Reads a JSON list of Corefiles from standard input and prints how the parser of CoreDNS reads each: its server blocks, or the error.
package main

import (
	"encoding/json"
	"os"
	"strings"

	"github.com/coredns/caddy/caddyfile"
)

type block struct {
	Keys   []string            `json:"keys"`
	Tokens map[string][]string `json:"tokens"`
}

type verdict struct {
	Error  string  `json:"error,omitempty"`
	Blocks []block `json:"blocks"`
}

func read(text string) (v verdict) {
	defer func() {
		if r := recover(); r != nil {
			v = verdict{Error: "panic"}
		}
	}()
	blocks, err := caddyfile.Parse("Corefile", strings.NewReader(text), nil)
	if err != nil {
		return verdict{Error: err.Error()}
	}
	for _, b := range blocks {
		tokens := map[string][]string{}
		for name, list := range b.Tokens {
			for _, token := range list {
				tokens[name] = append(tokens[name], token.Text)
			}
		}
		v.Blocks = append(v.Blocks, block{b.Keys, tokens})
	}
	return v
}

func main() {
	var files []string
	if err := json.NewDecoder(os.Stdin).Decode(&files); err != nil {
		panic(err)
	}
	verdicts := make([]verdict, len(files))
	for i, file := range files {
		verdicts[i] = read(file)
	}
	if err := json.NewEncoder(os.Stdout).Encode(verdicts); err != nil {
		panic(err)
	}
}
