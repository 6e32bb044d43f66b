package annual

import (
	"strconv"
	"strings"
)

// term is one cell in a relation. A blank sum leaves the relation open: bodies that fill one column only leave the
// totals empty, which is untidy and not false.
type term struct {
	name told
	fig  Figure
	sum  bool
}

// relation says that the sums of both sides are equal.
type relation struct {
	where       told
	left, right []term
	// brief names a long side by one name instead of all its cells.
	brief told
}

func (r relation) judge() (Verdict, told) {
	left, lok := total(r.left)
	right, rok := total(r.right)
	if !lok || !rok {
		return Undecided, told{}
	}
	if left == right {
		return Holds, told{}
	}
	lz, le := r.side(r.left, left)
	rz, re := r.side(r.right, right)
	return Broken, told{
		zh: r.where.zh + "：" + lz + "≠" + rz,
		en: r.where.en + ": " + le + " is not " + re,
	}
}

func total(side []term) (int64, bool) {
	var out int64
	for _, t := range side {
		n, ok := t.fig.part()
		if !ok || t.sum && t.fig.State == Blank {
			return 0, false
		}
		out += n
	}
	return out, true
}

// side writes 一 60 + 二 0 = 60; a long side shows its name, the parts that are not zero, and the sum.
func (r relation) side(terms []term, sum int64) (zh, en string) {
	value := strconv.FormatInt(sum, 10)
	if len(terms) == 1 {
		return terms[0].name.zh + " " + value, terms[0].name.en + " " + value
	}
	var zhs, ens []string
	for _, t := range terms {
		n, _ := t.fig.part() // judge has seen that each is known
		if n == 0 && r.brief.zh != "" {
			continue
		}
		digits := strconv.FormatInt(n, 10)
		zhs = append(zhs, t.name.zh+" "+digits)
		ens = append(ens, t.name.en+" "+digits)
	}
	zh, en = strings.Join(zhs, " + "), strings.Join(ens, " + ")
	if r.brief.zh != "" {
		if len(zhs) == 0 {
			return r.brief.zh + " " + value, r.brief.en + " " + value
		}
		zh, en = r.brief.zh+"（"+zh+"）", r.brief.en+" ("+en+")"
	}
	return zh + " = " + value, en + " = " + value
}
