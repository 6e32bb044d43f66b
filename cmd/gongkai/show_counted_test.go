package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The application comes in one year, is answered in time, but its reply is entered after that year was filed; another is
// voided then.
func TestShowTellsEveryCellTheApplicationTouched(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, number := range []string{"A1", "A2"} {
		o.ok("do", "register", number, "--agency", "T1", "channel=in_person", "applicant.category=natural_person", "applicant.name=张三", "content=x", "on=2024-12-20")
	}
	o.ok("report", "freeze", "--agency", "T1", "--year", "2024")
	o.ok("do", "reply", "A1", "--agency", "T1", "on=2024-12-30", "result=disclosed", "grounds=x", "served_by=post")
	o.ok("do", "void", "A2", "--agency", "T1", "reason=重复登记", "on=2025-01-06")

	for file, args := range map[string][]string{
		"show_counted_zh.txt": {"show", "A1", "--agency", "T1"},
		"show_counted_en.txt": {"show", "A2", "--agency", "T1", "--lang", "en"},
	} {
		_, counted, found := strings.Cut(o.ok(args...), map[bool]string{true: "统计去向", false: "Where it counts"}[file == "show_counted_zh.txt"])
		require.True(t, found)
		for _, next := range []string{"\n提示（", "\nHints, "} { // what stands below is not this section
			counted, _, _ = strings.Cut(counted, next)
		}
		counted = strings.ReplaceAll(counted, today().String(), "TODAY")
		want, err := os.ReadFile("testdata/" + file)
		require.NoError(t, err)
		require.Equal(t, string(want), counted)
	}
	require.Contains(t, o.ok("show", "A1", "--agency", "T1", "--json"), `"counted"`)
	require.Contains(t, o.ok("report", "cell", "disclosed", "total", "--agency", "T1", "--year", "2025"),
		"A1\t#3 答复\t2024-12-30 答复（第3号事件，条例第36(1), 36(2)条）（2024年度已报送，顺延计入），计入（一）予以公开")
	o.ok("verify")
}
