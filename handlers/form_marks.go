package handlers

import (
	"strconv"

	"github.com/a-h/templ"
)

// Marks gives an input its bounds and what readers of screens are told. Bounds are help for who types; the decoder
// judges. Required is not set on lists of objects, whose rows may stay empty.
func (f commandForm) Marks(in formField) templ.Attributes {
	marks := templ.Attributes{}
	if in.Required {
		marks["required"] = true
	}
	switch in.Kind {
	case inputDate, inputNumber, inputMoney:
		if in.Min != "" {
			marks["min"] = in.Min
		}
		if in.Max != "" {
			marks["max"] = in.Max
		}
	case inputText, inputArea:
		if in.Max != "" {
			marks["maxlength"] = in.Max
		}
	}
	described := ""
	if f.Help(in) != "" {
		described = f.ID(in) + "-help"
	}
	if len(in.Faults) > 0 {
		marks["aria-invalid"] = "true"
		described += " " + f.ID(in) + "-fault"
	}
	if described != "" {
		marks["aria-describedby"] = described
	}
	return marks
}

// SeenText is the sequence number the page was made from.
func (f commandForm) SeenText() string { return strconv.Itoa(f.Seen) }

// offersNothing says that a choice begins with an empty option of its own.
func (in formField) offersNothing() bool {
	return len(in.Options) > 0 && len(in.Options[0].Options) > 0 && in.Options[0].Options[0].Value == ""
}

// touched says that something stands in a list, or is wrong with it: then it is shown open.
func (in formField) touched() bool {
	found := len(in.Faults) > 0
	for _, row := range in.Rows {
		each(row, func(cell *formField) { found = found || cell.Value != "" || len(cell.Faults) > 0 })
	}
	return found
}
