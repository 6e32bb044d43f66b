package handlers

import (
	"fmt"
	"strconv"
	"strings"

	"gongkai/annual"
)

// chart is a picture of figures that stand in a table beside it: shapes with classes of the style sheet, drawn here so that
// no script is needed. Lengths are units of its own width.
type chart struct {
	Key           string
	Title, Desc   string
	Width, Height int
	Bars          []bar
	Line          string // points of the line over the columns
	Words         []writing
	Rules         []int // heights of the lines across
}

type bar struct {
	X, Y, Width, Height int
	Class, Title        string
}

type writing struct {
	X, Y          int
	Anchor, Class string
	Text          string
}

// Box is the view box.
func (c chart) Box() string { return fmt.Sprintf("0 0 %d %d", c.Width, c.Height) }

// Sizes of the charts.
const (
	chartWidth  = 760
	chartLeft   = 44
	monthTop    = 30
	monthHeight = 170
	nameWidth   = 170
	lineHeight  = 26
	mostDrawn   = 20 // departments; the table has them all
	labelsMost  = 12 // months with a label
)

// monthChart draws new and closed as columns and open as a line.
func monthChart(p annual.Pace, lang string) chart {
	t := func(key string) string { return say(lang, key) }
	c := chart{
		Key: "months", Title: t("pace.months"), Desc: say(lang, "pace.chart.months", p.From, p.To), Width: chartWidth,
		Height: monthTop + monthHeight + 34,
	}
	most := 1
	for _, m := range p.Months {
		most = max(most, m.New, m.Closed, m.Open)
	}
	step := rounded(most)
	top := (most + step - 1) / step * step
	height := func(n int) int { return n * monthHeight / top }
	for n := 0; n <= top; n += step {
		y := monthTop + monthHeight - height(n)
		c.Rules = append(c.Rules, y)
		c.Words = append(c.Words, writing{chartLeft - 6, y + 4, "end", "axis", strconv.Itoa(n)})
	}
	slot := (chartWidth - chartLeft) / max(1, len(p.Months))
	column := max(1, min(22, slot*2/5))
	var points []string
	for i, m := range p.Months {
		middle := chartLeft + i*(chartWidth-chartLeft)/len(p.Months) + slot/2
		for k, b := range []struct {
			key string
			n   int
		}{{"new", m.New}, {"closed", m.Closed}} {
			h := height(b.n)
			c.Bars = append(c.Bars, bar{
				middle - column + k*column, monthTop + monthHeight - h, column, h, b.key,
				say(lang, "pace.bar", m.Month, t("pace.head."+b.key), b.n),
			})
		}
		points = append(points, fmt.Sprintf("%d,%d", middle, monthTop+monthHeight-height(m.Open)))
		if every := (len(p.Months) + labelsMost - 1) / labelsMost; i%every == 0 {
			c.Words = append(c.Words, writing{middle, monthTop + monthHeight + 18, "middle", "axis", m.Month})
		}
	}
	c.Line = strings.Join(points, " ")
	at := chartLeft
	for _, key := range []string{"new", "closed", "open"} {
		c.Bars = append(c.Bars, bar{at, 6, 12, 12, key, ""})
		c.Words = append(c.Words, writing{at + 18, 16, "start", "legend", t("pace.head." + key)})
		at += 150
	}
	return c
}

// departmentChart draws the median over the 90th percentile of working days.
func departmentChart(p annual.Pace, names map[string]string, lang string) chart {
	list := p.ByDepartment[:min(mostDrawn, len(p.ByDepartment))]
	c := chart{
		Key: "departments", Title: say(lang, "pace.by_department"), Desc: say(lang, "pace.chart.departments"), Width: chartWidth,
		Height: len(list)*lineHeight + 8,
	}
	most := 1
	for _, s := range list {
		most = max(most, s.Working.P90)
	}
	const room = chartWidth - nameWidth - 90
	for i, s := range list {
		y := 4 + i*lineHeight
		name := departmentName(names, p.Agency, s.Key, lang)
		median, p90 := daysText(s.Count, s.Working.Median), strconv.Itoa(s.Working.P90)
		title := say(lang, "pace.bar_days", name, median, p90)
		wide := s.Working.P90 * room / most
		c.Bars = append(c.Bars,
			bar{nameWidth, y + 3, wide, lineHeight - 8, "p90", title},
			bar{nameWidth, y + 3, min(wide, int(s.Working.Median*room)/most), lineHeight - 8, "median", title})
		c.Words = append(c.Words,
			writing{nameWidth - 8, y + 17, "end", "legend", shortName(name)},
			writing{nameWidth + wide + 6, y + 17, "start", "axis", median + " / " + p90})
	}
	return c
}

// shortName keeps a name within the room beside its bar; the whole stands in the table and in the bar's title.
func shortName(name string) string {
	const most = 11
	if r := []rune(name); len(r) > most {
		return string(r[:most]) + "…"
	}
	return name
}

// rounded gives a step of 1, 2 or 5 times a power of ten that divides an axis into at most five parts.
func rounded(most int) int {
	for power := 1; ; power *= 10 {
		for _, n := range []int{1, 2, 5} {
			if most <= 5*n*power {
				return n * power
			}
		}
	}
}
