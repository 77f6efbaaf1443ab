// Asks istiod's own code who reaches whom: reads worlds from the file $REACH_WORLDS, one JSON object a line, and writes the answers to
// $REACH_ANSWERS in the same order. A test binary, since Istio's simulation of Envoy takes a *testing.T.
package oracle

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"testing"
)

func TestWorlds(t *testing.T) {
	worlds, err := os.Open(os.Getenv("REACH_WORLDS"))
	if err != nil {
		t.Fatal(err)
	}
	defer worlds.Close()
	out, err := os.Create(os.Getenv("REACH_ANSWERS"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	lines := bufio.NewReaderSize(worlds, 1<<20)
	encoder := json.NewEncoder(out)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) == 0 && err != nil {
			return
		}
		var asked world
		if err := json.Unmarshal(line, &asked); err != nil {
			t.Fatal(err)
		}
		given := answer{Name: asked.Name, Error: "the world could not be made"}
		// what a world starts ends with its subtest
		t.Run(asked.Name, func(t *testing.T) {
			defer func() {
				if problem := recover(); problem != nil {
					given.Error = fmt.Sprint(problem)
					if isOfIstio(string(debug.Stack())) {
						given.Error = "istiod itself ends: " + given.Error
					}
					t.Error(given.Error)
				}
			}()
			given = answerOf(t, asked)
		})
		if err := encoder.Encode(given); err != nil {
			t.Fatal(err)
		}
	}
}

// isOfIstio says whether the code that panicked is istiod's: the frame after the panic is where it happened.
func isOfIstio(stack string) bool {
	_, after, _ := strings.Cut(stack, "\npanic(")
	lines := strings.Split(after, "\n")
	return len(lines) > 2 && strings.HasPrefix(lines[2], "istio.io/istio/")
}
