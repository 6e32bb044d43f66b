package handlers_test

import (
	"crypto/rand"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/access"
	"gongkai/handlers"
	"gongkai/workflow"
)

// A command over the bus is judged by the token it carries, by the same policy as over HTTP, and is bound to the agency
// it was sent to.
func TestACommandOverTheBusIsJudgedByItsToken(t *testing.T) {
	t.Parallel()
	o := newOffice(t).township()
	o.everybody()
	server := o.server.Config.Handler.(*handlers.Server)
	token := func(person string) string {
		secret, issued, err := access.NewToken(person, access.API, now(), time.Hour, rand.Reader)
		require.NoError(t, err)
		require.NoError(t, o.store.IssueToken(t.Context(), "operator", workflow.Token{Person: issued.Person, Stored: issued.Stored, Expires: issued.Expires}))
		return secret
	}
	register := `{"do":"register","channel":"online","applicant":{"category":"other","name":"甲"},"content":"乙"}`
	ask := func(a handlers.Asked) (int, string, string) {
		told := server.Ask(t.Context(), a)
		var body struct{ Code, Application, Detail string }
		require.NoError(t, json.Unmarshal(told.Body, &body))
		require.NotContains(t, body.Detail, "甲")
		return told.Status, body.Code, body.Application
	}
	intake := token("intake")
	for name, c := range map[string]struct {
		asked  handlers.Asked
		status int
		code   string
	}{
		"no token":              {handlers.Asked{Agency: "T1", Body: []byte(register)}, 401, "not_signed_in"},
		"a wrong token":         {handlers.Asked{Agency: "T1", Token: "x", Body: []byte(register)}, 401, "not_signed_in"},
		"another role":          {handlers.Asked{Agency: "T1", Token: token("statistician"), Body: []byte(register)}, 403, "forbidden"},
		"another agency":        {handlers.Asked{Agency: "T2", Token: intake, Body: []byte(register)}, 403, "forbidden"},
		"two agencies in one":   {handlers.Asked{Agency: "T2", Token: intake, Body: []byte(`{"do":"withdraw","agency":"T1","application":"x"}`)}, 400, "malformed"},
		"no command":            {handlers.Asked{Agency: "T1", Token: intake, Body: []byte(`[]`)}, 400, "unreadable"},
		"an unknown number":     {handlers.Asked{Agency: "T1", Token: intake, Body: []byte(`{"do":"withdraw","application":"x"}`)}, 404, "unknown_application"},
		"an outdated sequence":  {handlers.Asked{Agency: "T1", Token: intake, Match: `"x"`, Body: []byte(register)}, 400, "malformed"},
		"more than one command": {handlers.Asked{Agency: "T1", Token: intake, Body: make([]byte, 1<<20+1)}, 413, "too_large_body"},
	} {
		status, code, _ := ask(c.asked)
		require.Equal(t, []any{c.status, c.code}, []any{status, code}, name)
	}
	asked := handlers.Asked{Agency: "T1", Token: intake, Key: "k1", Body: []byte(register)}
	status, _, number := ask(asked)
	require.Equal(t, 200, status)
	_, _, again := ask(asked)
	require.Equal(t, number, again, "the same key gives the same answer, once")
}
