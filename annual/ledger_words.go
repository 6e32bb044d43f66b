package annual

import (
	"strings"

	"gongkai/law"
)

// words remembers what each word of a column was read as: a ledger repeats a handful.
type words struct {
	read map[field]map[string]string
}

func newWords() words {
	return words{read: map[field]map[string]string{
		fieldChannel: {}, fieldCategory: {}, fieldResult: {},
	}}
}

func (w words) key(f field, text string) (string, bool) {
	if key, ok := w.read[f][text]; ok {
		return key, true
	}
	var key string
	var ok bool
	switch f {
	case fieldChannel:
		var c law.Channel
		c, ok = law.ChannelByWord(text)
		key = c.Key
	case fieldCategory:
		var c law.Category
		c, ok = law.CategoryByWord(text)
		key = c.Key
	default:
		var c law.Result
		c, ok = law.ResultByWord(text)
		key = c.Key
	}
	if ok {
		w.read[f][text] = key
	}
	return key, ok
}

// offer lists what a column accepts, as labels of the form.
func (w words) offer(f field) string {
	var out []string
	switch f {
	case fieldChannel:
		for _, c := range law.Channels() {
			out = append(out, c.Label)
		}
	case fieldCategory:
		for _, c := range law.Categories() {
			out = append(out, c.Label)
		}
	default:
		for _, r := range law.Results() {
			out = append(out, r.Title())
		}
	}
	return strings.Join(out, "、")
}
