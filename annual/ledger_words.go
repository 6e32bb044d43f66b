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

// offer lists what a column accepts, as labels of the form. Of the results it names those of the block that was written
// (不予公开 does not say which row), else the blocks alone.
func (w words) offer(f field, text string) string {
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
		return offerResults(fold(text))
	}
	return strings.Join(out, "、")
}

func offerResults(text string) string {
	var rows, blocks []string
	for _, r := range law.Results() {
		block, _, several := strings.Cut(r.Title(), "：")
		if fold(block) == text || fold(r.HeadLabel) == text {
			rows = append(rows, r.Title())
		}
		if several {
			block += "：…"
		}
		if len(blocks) == 0 || blocks[len(blocks)-1] != block {
			blocks = append(blocks, block)
		}
	}
	if len(rows) > 0 {
		return strings.Join(rows, "、")
	}
	return strings.Join(blocks, "、")
}
