package annual

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// A thousand live bodies: their reports checked, then added up.
func BenchmarkATotalOfAThousandBodies(b *testing.B) {
	for b.Loop() {
		members := make([]Member, 1000)
		for i := range members {
			code := fmt.Sprintf("A%d", i)
			members[i] = Member{Code: code, Name: code, Report: live(code, nil, 2024)}
		}
		_, err := AddUp("某省", members, nil)
		require.NoError(b, err)
	}
}
