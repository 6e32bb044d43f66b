package annual

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"gongkai/law"
)

// Expression is a wrong expression, what to write instead, and why.
type Expression struct {
	Wrong   string `json:"wrong"`
	Instead string `json:"instead,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

// ErrExpressions means that a list of expressions cannot be read.
var ErrExpressions = errors.New("not a list of expressions")

// Limits of a list.
const (
	mostExpressions   = 2000
	longestExpression = 200 // characters of each field
)

// ReadExpressions reads a list: one expression a line, with what to write instead and why behind commas; lines that begin
// with # are comments. Errors wrap ErrExpressions and name the line.
func ReadExpressions(text string) ([]Expression, error) {
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\uFEFF")))
	in.FieldsPerRecord, in.Comment, in.TrimLeadingSpace = -1, '#', true
	var out []Expression
	for {
		fields, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrExpressions, err)
		}
		line, _ := in.FieldPos(0)
		if len(fields) > 3 {
			return nil, fmt.Errorf("%w: line %d has %d fields, at most 3 are read: wrong, instead, why", ErrExpressions, line, len(fields))
		}
		fields = append(fields, "", "")
		for i, f := range fields {
			if fields[i] = strings.TrimSpace(f); utf8.RuneCountInString(fields[i]) > longestExpression {
				return nil, fmt.Errorf("%w: line %d is longer than %d characters", ErrExpressions, line, longestExpression)
			}
		}
		if fields[0] == "" {
			continue
		}
		if len(out) == mostExpressions {
			return nil, fmt.Errorf("%w: more than %d", ErrExpressions, mostExpressions)
		}
		out = append(out, Expression{fields[0], fields[1], fields[2]})
	}
}

// ownExpressions are those every report is looked over for: kinds of result the form no longer has, and the circular
// of the form that is not used.
func ownExpressions(form string) []Expression {
	out := []Expression{
		{"告知其他途径", "", "2019年修订的条例和现行表格没有这一办理结果"},
		{"非本机关政府信息", "本机关不掌握相关政府信息", "2019年修订前的表述"},
		{"申请内容不明确", "补正后申请内容仍不明确", "现行表格的表述"},
		{"政务信息公开条例", "政府信息公开条例", "法规名称"},
		{"第492号", "第711号", "2019年修订后条例的国务院令号"},
	}
	if formOr2021(form) == law.Form2021 {
		return append(out, Expression{"〔2019〕60号", "〔2021〕30号", "2021年起的年报格式"})
	}
	return append(out, Expression{"〔2021〕30号", "〔2019〕60号", "2019、2020年度的年报格式"})
}
