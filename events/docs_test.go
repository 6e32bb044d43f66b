package events_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What docs/workers.md shows is what is compiled here, and the script beside it.
func TestTheExamplesOfTheDocumentAreTheOnesThatAreKept(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(docs + "/workers.md")
	require.NoError(t, err)
	example, err := os.ReadFile("example_test.go")
	require.NoError(t, err)
	script, err := os.ReadFile(docs + "/on-event.sh")
	require.NoError(t, err)
	_, code, found := strings.Cut(string(page), "```go\n")
	require.True(t, found)
	code, _, _ = strings.Cut(code, "```")
	for line := range strings.SplitSeq(code, "\n") {
		require.Contains(t, string(example), strings.TrimSpace(line))
	}
	require.Contains(t, string(page), "```sh\n"+string(script)+"```\n")
}
