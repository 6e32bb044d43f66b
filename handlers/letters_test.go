package handlers_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/handlers"
)

// shelf is what workers set aside, as the page sees it.
type shelf struct{ waiting []handlers.Letter }

func (s *shelf) Letters() ([]handlers.Letter, error) { return s.waiting, nil }

func (s *shelf) Retry(worker, id string) error {
	for i, l := range s.waiting {
		if l.Worker == worker && l.ID == id {
			s.waiting = append(s.waiting[:i], s.waiting[i+1:]...)
			return nil
		}
	}
	return handlers.ErrNoLetter
}

func TestAnAdministratorSeesWhatWorkersCouldNotDoAndHasItTriedAgain(t *testing.T) {
	t.Parallel()
	kept := &shelf{[]handlers.Letter{{
		Worker: "T1=D1", ID: "e7", Type: "task_assigned", Stream: "application:T1/2026-0001", Attempts: 8, Behind: 2,
		Error: "<b>no paper</b>", SetAside: true,
	}}}
	o := newOffice(t, func(options *handlers.Options) { options.Letters = kept }).township()
	o.everybody()
	o.person("local", "T1", nil, "administrator")

	got := o.as("administrator").get("/settings")
	for _, text := range []string{"分办至部门", "&lt;b&gt;no paper&lt;/b&gt;", "已搁置", "其后还有 2 件", "再试"} {
		require.Contains(t, got.body, text)
	}
	require.NotContains(t, o.as("local").get("/settings").body, "no paper", "one agency's administrator sees nothing of the machine")

	form := url.Values{"worker": {"T1=D1"}, "id": {"e7"}}
	require.Equal(t, http.StatusForbidden, o.as("local").post("/settings/letters", form).status)
	require.Equal(t, http.StatusForbidden, o.as("intake").post("/settings/letters", form).status)
	require.Len(t, kept.waiting, 1)
	admin := o.as("administrator")
	require.Equal(t, http.StatusSeeOther, admin.post("/settings/letters", form).status)
	require.Empty(t, kept.waiting)
	require.Equal(t, http.StatusSeeOther, admin.post("/settings/letters", form).status, "again: it is done already")
	require.NotContains(t, admin.get("/settings").body, "no paper")
}
