package handlers

import (
	"gongkai/annual"
	"gongkai/law"
)

// CellName names a cell of tables 2, 3 or 4 for people: its row and its column.
func CellName(c annual.CellDiff, lang string) string {
	switch c.Table {
	case 2:
		return figureLabel(c.Row, lang)
	case 3:
		for _, column := range law.Columns() {
			if column.Key == c.Column {
				return rowLabel(c.Row, lang) + " · " + pick(lang, column.Label, column.English)
			}
		}
	case 4:
		return caseLabel(c.Row, lang) + " · " + outcomeLabel(c.Column, lang)
	}
	return c.Row + " " + c.Column
}

// figureLabel names a number cell of table 2 by its row and the head above it, as the form prints them.
func figureLabel(key, lang string) string {
	if lang == english {
		return key
	}
	for _, form := range []string{law.Form2021, law.Form2019} {
		var heads, row []law.FormCell
		for _, row = range law.Table2(form) {
			numbers := 0
			for i, c := range row {
				if c.Key == key {
					return row[0].Text + " · " + heads[min(i, len(heads)-1)].Text
				}
				if c.Key != "" {
					numbers++
				}
			}
			if numbers == 0 {
				heads = row
			}
		}
	}
	return key
}

func caseLabel(key, lang string) string {
	for _, c := range law.Cases() {
		if c.Key == key {
			return pick(lang, c.Label, c.Key)
		}
	}
	return key
}

func outcomeLabel(key, lang string) string {
	for _, o := range law.Outcomes() {
		if o.Key == key {
			return pick(lang, o.Label, o.Key)
		}
	}
	return key
}
