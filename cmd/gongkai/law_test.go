package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/handlers"
	"gongkai/law"
)

func TestAnOfficeChoosesAmongOpenReadingsFromADayOn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	tomorrow := today().AddDays(1).String()
	require.Contains(t, o.ok("law", "choices"), "pause_mode = after_sent_through_end")
	o.ok("do", "register", "N1", "--agency", "T1", "channel=in_person", "applicant.category=natural_person", "applicant.name=张三", "content=x")
	require.Contains(t, o.fails(exitRefused, "law", "choose", "--agency", "T1", "pause_mode", "exclude_both", "--from", today().String(), "--reason", "x"),
		"choice_too_early", "cases of that day were decided already")
	require.Contains(t, o.fails(exitRefused, "law", "choose", "--agency", "T1", "pause_mode", "exclude_all", "--from", tomorrow, "--reason", "x"), "exclude_both")
	require.Contains(t, o.fails(exitRefused, "law", "choose", "--agency", "T1", "supplement_period_wd", "31", "--from", tomorrow, "--reason", "x"), "5–30")
	o.fails(exitUsage, "law", "choose", "--agency", "T1", "pause_mode", "exclude_both", "--from", "tomorrow", "--reason", "x")
	o.fails(exitUsage, "law", "choose", "--agency", "T1", "pause_mode", "exclude_both", "--from", tomorrow, "--reason", " ")
	o.fails(exitRefused, "law", "choose", "--agency", "T9", "pause_mode", "exclude_both", "--from", tomorrow, "--reason", "x")

	require.Contains(t, o.ok("law", "choose", "--agency", "T1", "pause_mode", "exclude_both", "--from", tomorrow, "--reason", "与本市法院一致"), "exclude_both")
	require.JSONEq(t, `{"agency":"T1","reading":"supplement_period_wd","value":"10","from":"`+tomorrow+`"}`,
		o.ok("law", "choose", "--agency", "T1", "supplement_period_wd", "10", "--from", tomorrow, "--reason", "x", "--json"))
	var list []handlers.ShownReading
	require.NoError(t, json.Unmarshal([]byte(o.ok("law", "choices", "--agency", "T1", "--json")), &list))
	for _, r := range list {
		if r.Key != "pause_mode" {
			continue
		}
		require.Equal(t, "after_sent_through_end", r.InForce, "it begins tomorrow")
		require.Equal(t, []handlers.ShownChoice{{Value: "exclude_both", From: today().AddDays(1), ChosenOn: today(), Actor: "operator"}}, r.Choices)
	}
	require.Contains(t, o.ok("law", "choices", "--agency", "T1", "--lang", "en"), "chosen by operator on "+today().String())
	o.ok("verify")
}

func TestAJuristChecksCasesOfHisOwn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	require.Equal(t, len(law.WorkedCases())+1, strings.Count(o.ok("law", "cases"), "\n"))
	file := filepath.Join(t.TempDir(), "mine.csv")
	write := func(rows string) {
		require.NoError(t, os.WriteFile(file, []byte("id,article,op,facts,expected,source\n"+rows), 0o600))
	}
	write("a,33,nth,start=2024/3/4; n=20,2024/4/1,me\n")
	require.Equal(t, "id,expected,got\na,2024/4/1,2024-04-01\n", o.ok("law", "cases", "--check", file))
	write("a,33,nth,start=2024-03-04; n=20,2024-04-02,me\n")
	require.Contains(t, o.fails(exitRefused, "law", "cases", "--check", file), "2024-04-01")
	write("a,33,nth,start=soon; n=20,2024-04-02,me\n")
	require.Contains(t, o.fails(exitUsage, "law", "cases", "--check", file), "line 2, fact start")
	write("a,33\n")
	o.fails(exitUsage, "law", "cases", "--check", file)
}

func TestTheSheetIsWrittenInEachFormat(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	require.Contains(t, o.ok("law", "sheet"), "第33条　答复期限")
	require.Contains(t, o.ok("law", "sheet", "--format", "md", "--lang", "en"), "### Article 33")
	file := filepath.Join(t.TempDir(), "sheet.docx")
	o.ok("law", "sheet", "--format", "docx", "-o", file)
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, "PK", string(content[:2]))
}
