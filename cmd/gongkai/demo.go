package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"gongkai/annual"
	"gongkai/db"
	"gongkai/events"
	"gongkai/law"
	"gongkai/workflow"
)

//go:embed demo/township.jsonl
var township []byte

// demoCmd plays a township's year through the real engine: commands on their days, each day opened in order, every event
// on the bus. Played again on the same data it finds everything done and shows it once more.
type demoCmd struct{}

const (
	demoAgency = "QS"
	demoData   = "./gongkai-demo"
	demoYear   = 2025
)

var demoEnd = law.NewDate(2026, time.January, 5)

func (demoCmd) Run(o *output) error {
	if o.settings.Data == "./data" {
		o.settings.Data = demoData
	}
	steps, err := workflow.ReadStory(bytes.NewReader(township))
	if err != nil {
		return err
	}
	return o.withStore(func(store *db.Store) error {
		bus, err := o.bus(o.settings.logger(o))
		if err != nil {
			return err
		}
		d := &demo{output: o, store: store, relay: events.NewRelay(store, bus.dial, events.RelayOptions{Now: time.Now})}
		return errors.Join(d.play(steps), bus.close())
	})
}

// demo is one showing.
type demo struct {
	*output
	store *db.Store
	relay *events.Relay
	shown int64 // position up to which events were printed
}

func (d *demo) play(steps []workflow.Step) error {
	ctx, stop := context.WithCancel(d)
	relayed := make(chan error, 1)
	go func() { relayed <- d.relay.Run(ctx) }()
	err := d.year(steps)
	if err == nil {
		err = d.published()
	}
	stop()
	return errors.Join(err, <-relayed)
}

func (d *demo) year(steps []workflow.Step) error {
	d.print(d.pick("青山镇人民政府的一年（样例数据，真实引擎）\n", "A year of the township of Qingshan (sample data, the real engine)\n"))
	if err := d.office(); err != nil {
		return err
	}
	for _, step := range steps {
		if err := d.step(step); err != nil {
			return err
		}
	}
	if err := d.open(demoEnd); err != nil {
		return err
	}
	return d.end()
}

// office founds the township and its departments, once.
func (d *demo) office() error {
	agencies, err := d.store.Agencies(d)
	if err != nil || slices.ContainsFunc(agencies, func(a workflow.Agency) bool { return a.Code == demoAgency }) {
		return err
	}
	if err := d.store.AddAgency(d, operator, workflow.Agency{Code: demoAgency, Name: "青山镇人民政府"}); err != nil {
		return err
	}
	for code, name := range map[string]string{"dzb": "党政办公室", "zrzy": "自然资源所", "czs": "财政所"} {
		if err := d.store.AddDepartment(d, operator, workflow.Department{Agency: demoAgency, Code: code, Name: name}); err != nil {
			return err
		}
	}
	return nil
}

// step carries out one line on its day, after the days before it were opened. The head who signs is somebody else than
// the handler who proposed.
func (d *demo) step(step workflow.Step) error {
	cmd, err := workflow.Decode(step.Raw, demoAgency)
	if err != nil {
		return err
	}
	base := cmd.Base()
	if err := d.open(base.On); err != nil {
		return err
	}
	base.Key = workflow.LineKey("demo", demoAgency, step)
	actor := workflow.PersonStream("handler")
	if base.Do == "approve_reply" || base.Do == "extend" {
		actor = workflow.PersonStream("head")
	}
	if _, err := d.store.Do(d, workflow.Request{Command: cmd, Actor: actor, Today: today(), Entered: base.On}); err != nil {
		return err
	}
	return d.show()
}

// open opens the days up to one and shows what the clock did.
func (d *demo) open(day law.Date) error {
	if _, err := d.store.Sweep(d, day, day); err != nil {
		return err
	}
	return d.show()
}

// show prints what was appended since it last looked.
func (d *demo) show() error {
	for {
		page, err := d.store.Events(d, d.shown+1, 500)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, e := range page {
			d.shown = e.Position
			if err := d.line(e); err != nil {
				return err
			}
		}
	}
}

func (d *demo) line(e workflow.Recorded) error {
	number, isApplication := strings.CutPrefix(e.Stream, "application:"+demoAgency+"/")
	switch {
	case e.Type == workflow.YearDrafted:
		d.print("%s  %-9s  %s", e.OnDate, "", d.pick("新年第一天：自动生成上年度三张表的草稿", "1 January: the tables of the year before are drafted by themselves"))
		return nil
	case !isApplication:
		return nil
	}
	event, err := e.Event()
	if err != nil {
		return err
	}
	words := []string{workflow.EventLabel(e.Type, d.lang)}
	if e.Department != "" {
		words = append(words, e.Department)
	}
	data, ok := event.Data.(*workflow.Data)
	if !ok {
		return fmt.Errorf("%s/%d is no event of an application", e.Stream, e.Seq)
	}
	words = append(words, fmt.Sprintf(d.pick("〔%s〕", "[%s]"), workflow.ArticleText(workflow.ArticleOf(e.Type, data.Result), d.lang)))
	words = append(words, d.details(data)...)
	if e.Actor == workflow.ClockActor {
		words = append(words, d.pick("（时钟）", "(the clock)"))
	}
	d.print("%s  %-9s  %s", e.OnDate, number, strings.Join(words, " "))
	return nil
}

func (d *demo) details(data *workflow.Data) []string {
	var words []string
	if r, ok := law.ResultByKey(data.Result); ok {
		words = append(words, r.Label)
	}
	if !data.LastDay.IsZero() {
		words = append(words, d.pick("末日 ", "last day ")+data.LastDay.String())
	}
	switch due := data.Due; {
	case due == nil:
	case due.On.IsZero():
		words = append(words, d.pick("→ 期限停止计算", "→ no due date now"))
	default:
		words = append(words, d.pick("→ 答复期限 ", "→ due ")+due.On.String()+" ("+dueKind(d.lang, due.Kind)+")")
	}
	return words
}

// end prints table 3, checks everything, and says where to look.
func (d *demo) end() error {
	report, err := d.store.Report(d, demoAgency, demoYear)
	if err != nil {
		return err
	}
	d.print("")
	if err := annual.WriteTable3Txt(d.out, report); err != nil {
		return err
	}
	result, err := d.store.Verify(d)
	if err != nil {
		return err
	}
	d.print(d.pick("\n从头核对：%d 件事项，差异 %d 处", "\nverified: %d events, %d differences"), result.Events, len(result.Differences))
	if len(result.Differences) > 0 {
		return errFailed
	}
	return nil
}

// published waits until the bus holds everything, and says how to go on.
func (d *demo) published() error {
	head, _, _, err := d.store.Head(d)
	if err != nil {
		return err
	}
	limit := time.NewTimer(20 * time.Second)
	defer limit.Stop()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for d.relay.State().Published < head {
		select {
		case <-tick.C:
		case <-d.Done():
			return d.Err()
		case <-limit.C:
			return fmt.Errorf("the bus did not take everything in time: %s", d.relay.State().LastError)
		}
	}
	d.print(d.pick("消息总线：已发布 %d 件", "the bus holds %d events"), d.relay.State().Messages)
	d.print(d.pick("\n数据在 %s（密钥 %s）。打开网页：", "\nThe data are in %s (key %s). Open the pages:"), d.settings.Data, d.settings.keyFile())
	d.print("  %s serve --no-login --data %s", program0(), d.settings.Data)
	d.print("  http://127.0.0.1:8080/agencies/%s/reports/%d", demoAgency, demoYear)
	d.print(d.pick("一件申请的全部经过与期限来由：", "An application, its history, and why its date:"))
	d.print("  %s show 2025-0004 --agency %s --data %s", program0(), demoAgency, d.settings.Data)
	return nil
}

// program0 is how the reader called the program.
func program0() string {
	if strings.Contains(os.Args[0], "go-build") {
		return "go run ./cmd/gongkai"
	}
	return os.Args[0]
}
