package law

// What the program does with its own data at start, for tests that break them.
var (
	NoticesIn = noticesIn
	CasesIn   = casesIn
	TermWord  = termWord
)

// Must is must for an int.
func Must(n int, err error) int { return must(n, err) }

// PutWords puts words into a new index, each at the place of its number.
func PutWords(words ...string) {
	x := index{}
	for i, w := range words {
		x.put(w, i)
	}
}
