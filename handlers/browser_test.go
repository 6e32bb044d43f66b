package handlers_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// browser is a real Chromium. The test fails where there is none: these pages are for browsers.
type browser struct {
	t    *testing.T
	ctx  context.Context
	base string
}

func newBrowser(t *testing.T, base string) *browser {
	t.Helper()
	path := "/usr/bin/chromium"
	if other := os.Getenv("GONGKAI_TEST_CHROMIUM"); other != "" {
		path = other
	}
	require.FileExists(t, path, "Chromium is needed: install the package chromium, or name it in GONGKAI_TEST_CHROMIUM")
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.Flag("lang", "zh-CN"))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900)), "start Chromium")
	timed, end := context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(end)
	return &browser{t, timed, base}
}

func (b *browser) open(path string) {
	b.t.Helper()
	_, err := chromedp.RunResponse(b.ctx, chromedp.Navigate(b.base+path))
	require.NoError(b.t, err, path)
}

// fill puts a value into an input, as typing or choosing would.
func (b *browser) fill(selector, value string) {
	b.t.Helper()
	quoted, err := json.Marshal([]string{selector, value})
	require.NoError(b.t, err)
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`(([selector, value]) => {
		const input = document.querySelector(selector);
		if (!input) return false;
		input.value = value;
		input.dispatchEvent(new Event("input", {bubbles: true}));
		return input.value === value;
	})(`+string(quoted)+`)`))
	require.NoError(b.t, err, selector)
	require.True(b.t, found, "fill %s", selector)
}

// press clicks what leads to another page and waits for it.
func (b *browser) press(selector string) {
	b.t.Helper()
	_, err := chromedp.RunResponse(b.ctx, chromedp.Click(chromedp.CSS(selector)))
	require.NoError(b.t, err, selector)
}

// touch clicks what stays on the page.
func (b *browser) touch(selector string) {
	b.t.Helper()
	require.NoError(b.t, chromedp.Do(b.ctx, chromedp.Click(chromedp.CSS(selector))), selector)
}

func (b *browser) text(selector string) string {
	b.t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Text(chromedp.CSS(selector)))
	require.NoError(b.t, err, selector)
	return text
}

// shoot keeps a picture of the page where GONGKAI_SCREENSHOTS names a folder.
func (b *browser) shoot(name string) {
	b.t.Helper()
	folder := os.Getenv("GONGKAI_SCREENSHOTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	require.NoError(b.t, err)
	require.NoError(b.t, os.MkdirAll(folder, 0o755))
	require.NoError(b.t, os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o600))
}

// quiet fails where the page said anything to the console: a script or a style that the policy refused, for one.
func (b *browser) quiet() func() {
	b.t.Helper()
	messages := make(chan string, 100)
	ctx, stop := context.WithCancel(b.ctx)
	console := chromedp.Console(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for m, err := range console {
			if err != nil {
				return
			}
			text, _ := json.Marshal(m)
			select {
			case messages <- string(text):
			default:
			}
		}
	}()
	return func() {
		stop()
		<-ended
		close(messages)
		for m := range messages {
			b.t.Errorf("the console said: %s", m)
		}
	}
}

func TestTheMainJobIsDoneByHandInABrowser(t *testing.T) {
	o := newOffice(t)
	b := newBrowser(t, o.server.URL)
	quiet := b.quiet()

	b.setUp(o)

	// The clerk signs in and does the main job.
	b.fill("#login", "li")
	b.fill("#password", password)
	b.shoot("04-login")
	b.press("main button[type=submit]")
	b.shoot("05-desk-empty")
	b.press("a.primary")
	b.fill("#register-channel", "mail_signed")
	b.fill("[id='register-on']", "2026-02-02")
	b.fill("[id='register-applicant.name']", "王小明")
	b.fill("[id='register-applicant.id_type']", "id_card")
	b.fill("[id='register-applicant.id_number']", "110101199003070000")
	b.fill("[id='register-applicant.phone']", "13800000000")
	b.fill("#register-content", "凡村镇 2024 年农村道路维修工程的预算、招标文件和验收报告")
	b.shoot("06-register")
	b.press("form.form-page button[type=submit]")
	require.Contains(t, b.text("h1"), "2026-0001")
	require.Contains(t, b.text(".clock"), "2026-03-06")
	b.shoot("07-registered")

	b.act("assign", map[string]string{"departments.1.code": "D1", "departments.1.days": "5", "departments.1.ask": "请提供验收报告", "on": "2026-02-03"})
	b.act("request_supplement", map[string]string{"items": "请写明是哪一条道路\n请写明验收报告的年份", "days": "15", "on": "2026-02-05", "served_on": "2026-02-06"})
	require.Contains(t, b.text("h1"), "等待补正")
	b.shoot("08-supplement")
	b.act("receive_supplement", map[string]string{"content": "村口至小学路段，2024 年", "on": "2026-02-09"})
	require.Contains(t, b.text("#done"), "2026-03-13")
	b.act("consult", map[string]string{"kind": "third_party", "name": "凡村建筑有限公司", "on": "2026-02-10", "served_on": "2026-02-11"})
	b.act("receive_opinion", map[string]string{"stance": "object", "reason": "验收报告含商业秘密", "on": "2026-02-13"})
	b.act("extend", map[string]string{"days": "10", "reason": "需要查找的档案较多", "on": "2026-02-26"})
	require.Contains(t, b.text(".case-time"), "→")
	b.touch(".why summary")
	b.shoot("09-extended")

	// A second extension is refused: the command stands among the grey ones, with the article.
	b.touch("details.grey summary")
	require.Contains(t, b.text("details.grey"), "第 33 条")
	b.touch("#do-reply summary")
	b.fill("#reply-result", "partial")
	b.fill("#reply-grounds", "条例第三十七条；验收报告中的单价含第三方商业秘密，区分处理")
	b.fill("#reply-served_by", "post")
	b.shoot("10-reply-form")
	b.press("#do-reply form button[type=submit]")
	require.Contains(t, b.text("h1"), "部分公开")
	b.shoot("11-replied")

	// The year's table, and the applications behind a figure.
	b.open("/agencies/T1/reports/2026")
	b.shoot("12-report")
	b.press("a[href='/agencies/T1/reports/2026/cells/partial/natural_person']")
	require.Contains(t, b.text("main"), "2026-0001")
	b.shoot("13-cell")
	b.open("/calculator?from=2026-02-10&days=20&pause_from=2026-02-12&pause_to=2026-02-26")
	b.shoot("14-calculator")
	b.open("/calendar/2026")
	b.shoot("15-calendar")
	b.open("/events")
	b.shoot("16-events")
	quiet()
}

// setUp goes in by the one-time link as the first administrator, who adds agency, department and a clerk, and leaves.
func (b *browser) setUp(o *office) {
	b.t.Helper()
	b.open("/welcome/" + o.welcome)
	b.fill("#login", "zhang")
	b.fill("#name", "张管理")
	b.fill("#password", password)
	b.fill("#again", password)
	b.shoot("01-welcome")
	b.press("main button[type=submit]")
	b.fill("#a-code", "T1")
	b.fill("#a-name", "凡村镇人民政府")
	b.press("form[action='/agencies'] button")
	b.fill("#d-code", "D1")
	b.fill("#d-name", "规划建设办公室")
	b.press("form[action='/departments'] button")
	b.shoot("02-settings")
	b.open("/people")
	b.fill("#code", "li")
	b.fill("#name", "李经办")
	b.fill("#agency", "T1")
	for _, role := range []string{"intake", "handler", "head", "statistician"} {
		b.touch("input[value=" + role + "]")
	}
	b.fill("#password", password)
	b.shoot("03-people")
	b.press("main form button[type=submit]")
	require.Contains(b.t, b.text("main"), "李经办")
	b.press(".bar-end form[action='/logout'] button")
}

// act fills in the form of a command on the case page and sends it.
func (b *browser) act(do string, values map[string]string) {
	b.t.Helper()
	b.touch("#do-" + do + " summary")
	for path, value := range values {
		b.fill("[id='"+do+"-"+path+"']", value)
	}
	b.press("#do-" + do + " form button[type=submit]")
	require.NotContains(b.t, b.text("main"), "没有办成", do)
}

func TestTheDeskIsWorkedByKeyboardAndSearchedWhileTyping(t *testing.T) {
	o := newOffice(t, withoutLogin).township()
	o.stories()
	b := newBrowser(t, o.server.URL)
	b.open("/")
	b.shoot("20-desk")
	require.NoError(t, chromedp.Do(b.ctx, chromedp.KeyEvent("j"), chromedp.KeyEvent("j"), chromedp.KeyEvent("k")))
	focused, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.activeElement.textContent`))
	require.NoError(t, err)
	first := b.text("#cases tbody tr:first-child th")
	require.Equal(t, first, focused)
	require.NoError(t, chromedp.Do(b.ctx, chromedp.KeyEvent("/")))
	b.fill("#search", "") // the driver types the key as well, which a keyboard would not
	require.NoError(t, chromedp.Do(b.ctx, chromedp.KeyEvent("养老")))
	require.NoError(t, chromedp.Do(b.ctx, chromedp.Poll[chromedp.Void](`document.querySelectorAll("#cases tbody tr").length === 1`)))
	require.Contains(t, b.text("#desk-list"), "李大妈")
	b.shoot("21-search")
	b.open("/?tab=overdue")
	require.Contains(t, b.text("#desk-list"), "超期")
	b.shoot("22-overdue")
	b.press(".bar-end form[action='/language'] button")
	b.shoot("23-overdue-english")
	require.Contains(t, b.text("#desk-list"), "overdue")
	b.press(".case-link")
	b.shoot("24-case-english")
	b.open("/agencies/T1/reports/2026")
	b.shoot("25-report-english")
}
