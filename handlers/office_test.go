package handlers_test

import (
	"crypto/rand"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/access"
	"gongkai/db"
	"gongkai/handlers"
	"gongkai/law"
	"gongkai/seal"
	"gongkai/workflow"
)

// now is the wall clock of these tests: Monday 2026-03-02, late in the morning in China.
func now() time.Time { return time.Date(2026, time.March, 2, 3, 0, 0, 0, time.UTC) }

var today = law.NewDate(2026, time.March, 2)

// password is everybody's in these tests; it is hashed by the real hasher.
const password = "三月的第一个星期一 morning"

// office is a real log on SQLite behind a real server.
type office struct {
	t       *testing.T
	store   *db.Store
	server  *httptest.Server
	welcome string // secret of the one-time link
}

// newOffice opens an empty log and serves it; change alters the options.
func newOffice(t *testing.T, change ...func(*handlers.Options)) *office {
	t.Helper()
	dir := t.TempDir()
	key, err := seal.CreateKey(filepath.Join(dir, "key"), rand.Reader)
	require.NoError(t, err)
	sealer, err := seal.NewSealer(key)
	require.NoError(t, err)
	store, err := db.Open(t.Context(), db.Options{
		URL: "sqlite:" + filepath.Join(dir, "gongkai.db"), Sealer: sealer, Now: now, Random: rand.Reader,
		Notices: law.EmbeddedNotices(),
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	secret, token, err := access.NewToken("admin", access.Invite, now(), time.Hour, rand.Reader)
	require.NoError(t, err)
	options := handlers.Options{
		Store: store, Now: now, Random: rand.Reader, Version: "test", Sessions: store.Sessions(), Welcome: &token,
		Bearer: store.TokenOwner,
	}
	for _, c := range change {
		c(&options)
	}
	handler, err := handlers.New(options)
	require.NoError(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return &office{t: t, store: store, server: server, welcome: secret}
}

func withoutLogin(o *handlers.Options) { o.NoLogin = true }

// township adds an agency T1 with two departments, as the operator would.
func (o *office) township() *office {
	o.t.Helper()
	ctx := o.t.Context()
	require.NoError(o.t, o.store.AddAgency(ctx, "operator", workflow.Agency{Code: "T1", Name: "凡村镇人民政府"}))
	for code, name := range map[string]string{"D1": "规划建设办公室", "D2": "财政所"} {
		require.NoError(o.t, o.store.AddDepartment(ctx, "operator", workflow.Department{Agency: "T1", Code: code, Name: name}))
	}
	return o
}

// person adds somebody with the password of these tests.
func (o *office) person(code, agency string, departments []string, roles ...string) {
	o.t.Helper()
	ctx := o.t.Context()
	require.NoError(o.t, o.store.AddPerson(ctx, "operator", workflow.Person{
		Code: code, Name: "人员" + code, Agency: agency, Departments: departments, Roles: roles,
	}))
	hash, err := access.NewHasher(1).Hash(ctx, password, rand.Reader)
	require.NoError(o.t, err)
	require.NoError(o.t, o.store.SetPassword(ctx, "operator", code, hash))
}

// do sends a command straight to the log.
func (o *office) do(raw string) workflow.Answer {
	o.t.Helper()
	cmd, err := workflow.Decode([]byte(raw), "T1")
	require.NoError(o.t, err)
	answer, err := o.store.Do(o.t.Context(), workflow.Request{Command: cmd, Actor: "operator", Today: today, Entered: today})
	require.NoError(o.t, err)
	return answer
}

// visitor is a browser without JavaScript: it keeps cookies and shows redirects.
type visitor struct {
	t      *testing.T
	base   string
	client *http.Client
}

func (o *office) visitor() *visitor {
	o.t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(o.t, err)
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &visitor{o.t, o.server.URL, client}
}

// as signs somebody in.
func (o *office) as(code string) *visitor {
	o.t.Helper()
	v := o.visitor()
	got := v.post("/login", url.Values{"login": {code}, "password": {password}})
	require.Equal(o.t, http.StatusSeeOther, got.status, got.body)
	return v
}

// reply is an answer, read to its end.
type reply struct {
	status int
	body   string
	header http.Header
}

func (v *visitor) get(path string) reply {
	v.t.Helper()
	return v.send(http.MethodGet, path, nil, nil)
}

func (v *visitor) post(path string, form url.Values) reply {
	v.t.Helper()
	return v.send(http.MethodPost, path, strings.NewReader(form.Encode()), http.Header{
		"Content-Type": {"application/x-www-form-urlencoded"}, "Sec-Fetch-Site": {"same-origin"},
	})
}

func (v *visitor) command(raw string, header ...string) reply {
	v.t.Helper()
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i+1 < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return v.send(http.MethodPost, "/api/v1/commands", strings.NewReader(raw), h)
}

func (v *visitor) send(method, path string, body io.Reader, header http.Header) reply {
	v.t.Helper()
	request, err := http.NewRequestWithContext(v.t.Context(), method, v.base+path, body)
	require.NoError(v.t, err)
	for name, values := range header {
		request.Header[name] = values
	}
	response, err := v.client.Do(request)
	require.NoError(v.t, err)
	defer func() { require.NoError(v.t, response.Body.Close()) }()
	content, err := io.ReadAll(response.Body)
	require.NoError(v.t, err)
	return reply{response.StatusCode, string(content), response.Header}
}

// stories fills the desk with one case of each kind.
func (o *office) stories() {
	o.t.Helper()
	register := func(on, channel, category, name, content string) string {
		return o.do(`{"do":"register","on":"` + on + `","channel":"` + channel + `","applicant":{"category":"` + category +
			`","name":"` + name + `"},"content":"` + content + `"}`).Application
	}
	act := func(number, do, rest string) {
		o.do(`{"do":"` + do + `","application":"` + number + `"` + rest + `}`)
	}
	register("2026-02-28", "mail_ordinary", "natural_person", "赵铁柱", "2023 年征地补偿方案和公告")
	plain := register("2026-02-26", "online", "natural_person", "李大妈", "敬老院 2025 年养老服务补贴发放名单")
	act(plain, "assign", `,"departments":[{"code":"D2","days":5},{"code":"D1"}]`)
	soon := register("2026-02-03", "in_person", "enterprise", "凡村建筑有限公司", "农村公路养护工程评标报告、中标通知书以及合同文本")
	act(soon, "propose_reply", `,"on":"2026-02-27","result":"disclosed","grounds":"条例第三十六条第二项"`)
	late := register("2025-12-15", "online", "legal_service", "远山律师事务所", "行政处罚案卷（2024）第 12 号")
	act(late, "consult", `,"on":"2026-01-05","party":"P1","kind":"third_party","name":"甲公司","served_on":"2026-01-06"`)
	supplement := register("2026-02-24", "online", "research", "省农科院", "土地流转有关材料")
	act(supplement, "request_supplement", `,"on":"2026-02-26","items":["请写明年份"],"days":10`)
	closed := register("2026-01-05", "in_person", "natural_person", "孙七", "村务公开栏照片")
	act(closed, "reply", `,"on":"2026-01-20","result":"unable.not_held","grounds":"经检索，本机关没有制作或者获取","served_by":"post"`)
	_, err := o.store.Sweep(o.t.Context(), today, today)
	require.NoError(o.t, err)
}
