package main

import (
	"strings"

	"gongkai/access"
	"gongkai/db"
	"gongkai/handlers"
	"gongkai/workflow"
)

type filingFlags struct {
	Agency  string `required:"" env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	Year    int    `required:"" placeholder:"Y" help:"${flag_year}"`
	Form    string `enum:"2021,2019," default:"" help:"${flag_form}"`
	Signer  string `placeholder:"NAME" help:"${flag_signer}"`
	Explain string `placeholder:"TEXT" help:"${flag_explanation}"`
	JSON    bool   `name:"json" help:"${flag_json}"`
}

func (f filingFlags) request() workflow.FileRequest {
	return workflow.FileRequest{Agency: f.Agency, Year: f.Year, Form: f.Form, Signer: f.Signer, Explanation: f.Explain}
}

func (f filingFlags) tell(o *output, filing workflow.Filing) error {
	if f.JSON {
		return o.json(filing)
	}
	o.print(o.pick("%s %d 年度报告第 %d 版已报送（截至第 %d 个事件，签发：%s）", "the report of %s for %d was filed, version %d (up to position %d, signed by %s)"),
		filing.Agency, filing.Year, filing.Version, filing.Position, filing.Signer)
	o.print("%s", filing.Digest)
	if len(filing.Recounted) > 0 {
		o.print(o.pick("重新计入的申请：%s", "counted anew: %s"), strings.Join(filing.Recounted, ", "))
	}
	return nil
}

// reportFreezeCmd files a year: from then on it never changes by itself.
type reportFreezeCmd struct{ filingFlags }

func (c *reportFreezeCmd) Run(o *output) error {
	return o.withStore(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, access.VerbReportFreeze, access.Place{Agency: c.Agency})
		if err != nil {
			return err
		}
		doubts, err := store.Doubtful(o, c.Agency, c.Year)
		if err != nil {
			return err
		}
		filing, err := store.FileReport(o, actor, c.request())
		if err != nil {
			return err
		}
		for _, d := range doubts { // they hinder nothing, but whoever files should have seen them
			o.say("%s", d.Text(o.lang))
		}
		return c.tell(o, filing)
	})
}

// reportAmendCmd files a corrected version and keeps those before it.
type reportAmendCmd struct {
	filingFlags
	Reason  string `required:"" placeholder:"TEXT" help:"${flag_reason}"`
	Figures string `type:"existingfile" placeholder:"FILE" help:"${flag_figures}"`
}

func (c *reportAmendCmd) Run(o *output) error {
	req := workflow.AmendRequest{FileRequest: c.request(), Reason: c.Reason}
	if c.Figures != "" {
		var err error
		if req.Figures, err = figureCommands(c.Figures, c.Agency, c.Year, "", c.Signer); err != nil {
			return err
		}
	}
	return o.withStore(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, access.VerbReportAmend, access.Place{Agency: c.Agency})
		if err != nil {
			return err
		}
		filing, err := store.AmendReport(o, actor, req)
		if err != nil {
			return err
		}
		return c.tell(o, filing)
	})
}

// reportDiffCmd shows what parts the filed report from what the records say by now.
type reportDiffCmd struct {
	Agency string `required:"" env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	Year   int    `required:"" placeholder:"Y" help:"${flag_year}"`
	JSON   bool   `name:"json" help:"${flag_json}"`
}

func (c *reportDiffCmd) Run(o *output) error {
	return o.withLog(func(store *db.Store) error {
		if _, err := o.settings.actor(o, store, access.VerbReportCell, access.Place{Agency: c.Agency}); err != nil {
			return err
		}
		d, err := store.ReportDiff(o, c.Agency, c.Year, o.lang)
		if err != nil {
			return err
		}
		if c.JSON {
			return o.json(d)
		}
		if len(d.Cells)+len(d.Cases) == 0 {
			o.print(o.pick("第 %d 版与现有记录一致", "version %d says what the records say"), d.Version)
		}
		for _, cell := range d.Cells {
			o.print("%s\t%s → %s", handlers.CellName(cell, o.lang), cell.Filed, cell.Live)
		}
		for _, l := range d.Cases {
			held := ""
			if l.Held {
				held = o.pick("（以后年度已报送，更正时不动）", " (a later year was filed: an amendment leaves it)")
			}
			o.print("%s\t#%d %s\t%s%s", l.Application, l.Sequence, workflow.EventLabel(l.Event, o.lang), l.Because, held)
		}
		return nil
	})
}

// reportVersionsCmd lists the versions of a filed report; `report --version N` shows one.
type reportVersionsCmd struct {
	Agency string `required:"" env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	Year   int    `required:"" placeholder:"Y" help:"${flag_year}"`
	JSON   bool   `name:"json" help:"${flag_json}"`
}

func (c *reportVersionsCmd) Run(o *output) error {
	return o.withLog(func(store *db.Store) error {
		if _, err := o.settings.actor(o, store, access.VerbReport, access.Place{Agency: c.Agency}); err != nil {
			return err
		}
		list, err := store.Filings(o, c.Agency, c.Year)
		if err != nil {
			return err
		}
		if c.JSON {
			return o.json(list)
		}
		for _, f := range list {
			o.print("%d\t%s\t%s\t%s\t%s\t%s", f.Version, f.On, f.Status, orWord(f.Signer, f.Actor), f.Digest, f.Reason)
		}
		return nil
	})
}
