package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"os"
	"slices"

	"gongkai/access"
	"gongkai/annual"
	"gongkai/db"
	"gongkai/workflow"
)

// ledger imports the register an office kept before: all of it or nothing. With --dry-run nothing is stored and the
// tables that would follow are printed; with --expect each cell that differs from a published report.
func (c *importCmd) ledger(o *output) error {
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return usage("%w", err)
	}
	ledger, err := annual.ParseLedger(raw, today())
	if err != nil {
		return usage("%s：%w", c.File, err)
	}
	if len(ledger.Faults) > 0 {
		return c.badLedger(o, ledger)
	}
	var expected *annual.Report
	if c.Expect != "" {
		if expected, err = readPublished(c.Expect); err != nil {
			return err
		}
	}
	return o.withStore(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, access.VerbImport, access.Place{Agency: c.Agency})
		if err != nil {
			return err
		}
		facts, err := c.facts(o, store, ledger)
		if err != nil {
			return err
		}
		err = c.record(o, store, actor, ledger, facts, raw, expected)
		var refused workflow.LedgerRefusals
		if errors.As(err, &refused) {
			return c.refusedRows(o, ledger, refused)
		}
		return err
	})
}

// record tries the rows first: a ledger whose tables differ from the published ones is not stored.
func (c *importCmd) record(o *output, store *db.Store, actor string, ledger annual.Ledger, facts []workflow.LedgerFact, raw []byte, expected *annual.Report) error {
	var reports []annual.Report
	var different []annual.Difference
	if c.DryRun || expected != nil {
		years := yearsOf(facts, expected)
		var err error
		if reports, err = store.TryLedger(o, actor, c.Agency, facts, years); err != nil {
			return err
		}
		if expected != nil {
			different = reports[slices.Index(years, expected.Year)].Table3.Diff(expected.Table3)
		}
	}
	stored := !c.DryRun && len(different) == 0
	if stored {
		sum := sha256.Sum256(append([]byte("ledger "+c.Agency+"\n"), raw...))
		key := "ledger-" + hex.EncodeToString(sum[:16])
		if was, err := store.Answered(o, []string{key}); err != nil {
			return err
		} else if was[key] {
			o.say("%s", o.pick("这份台账此前已经导入过，没有重复录入", "this very ledger was imported before; nothing was recorded twice"))
		}
		if _, err := store.RecordLedger(o, actor, c.Agency, facts, key); err != nil {
			return err
		}
	}
	return c.report(o, ledger, stored, reports, different)
}

// badLedger lists every bad row with its line and column; nothing is stored.
func (c *importCmd) badLedger(o *output, ledger annual.Ledger) error {
	if c.JSON {
		if err := o.json(map[string]any{"faults": ledger.Faults}); err != nil {
			return err
		}
	}
	for _, f := range ledger.Faults {
		o.say("%s：%s", c.File, f.Message(o.lang))
	}
	return workflow.NewRefusal("bad_ledger", "", len(ledger.Faults))
}

// refusedRows names every row that the register refuses, by its line in the file.
func (c *importCmd) refusedRows(o *output, ledger annual.Ledger, refused workflow.LedgerRefusals) error {
	lines := map[string]int{}
	for _, r := range ledger.Rows {
		lines[r.Number] = r.Line
	}
	for _, r := range refused {
		column := o.pick("编号", "application")
		if r.Refusal.Code != "already_registered" {
			column = o.pick("收到日期", "received_on")
		}
		o.say(o.pick("%s：第 %d 行，%s：[%s] %s", "%s: line %d, %s: [%s] %s"), c.File, lines[r.Application], column, r.Refusal.Code, r.Refusal.Text(o.lang))
	}
	return workflow.NewRefusal("bad_ledger", "", len(refused))
}

// facts turns rows into what the domain records. A department stands there by code or by name; one that is unknown is
// kept as words.
func (c *importCmd) facts(o *output, store *db.Store, ledger annual.Ledger) ([]workflow.LedgerFact, error) {
	departments, err := store.Departments(o, c.Agency)
	if err != nil {
		return nil, err
	}
	doubts := map[int][]string{}
	for _, d := range ledger.Doubts {
		doubts[d.Line] = append(doubts[d.Line], string(d.Code))
	}
	facts := make([]workflow.LedgerFact, 0, len(ledger.Rows))
	for _, r := range ledger.Rows {
		department := r.Department
		at := slices.IndexFunc(departments, func(d workflow.Department) bool { return d.Name == r.Department || d.Code == r.Department })
		if at >= 0 {
			department = departments[at].Code
		} else if department != "" && len(departments) > 0 {
			o.say(o.pick("存疑：第 %d 行，承办部门“%s”不在本机关的部门之中，按文字保存", "doubtful: line %d, department %q is none of this body's; kept as words"), r.Line, department)
		}
		facts = append(facts, workflow.LedgerFact{
			Application: r.Number, Received: r.Received, Channel: r.Channel, Category: r.Category, Department: department,
			Closed: r.Closed, Result: r.Result, SupplementTold: r.SupplementTold, SupplementReceived: r.SupplementReceived,
			ExtensionTold: r.ExtensionTold, Doubts: doubts[r.Line], Name: r.Name, Content: r.Content, Note: r.Note,
		})
	}
	return facts, nil
}

// report prints what the import did: the doubtful rows, the tables that would follow, the cells that differ.
func (c *importCmd) report(o *output, ledger annual.Ledger, stored bool, reports []annual.Report, different []annual.Difference) error {
	if c.JSON {
		err := o.json(map[string]any{"rows": len(ledger.Rows), "stored": stored, "doubtful": ledger.Doubts, "tables": reports, "different": different})
		if err != nil {
			return err
		}
	} else if err := c.print(o, ledger, stored, reports, different); err != nil {
		return err
	}
	if len(different) > 0 {
		return errFailed
	}
	return nil
}

func (c *importCmd) print(o *output, ledger annual.Ledger, stored bool, reports []annual.Report, different []annual.Difference) error {
	for _, d := range ledger.Doubts {
		o.say("%s", d.Message(o.lang))
	}
	for _, head := range ledger.Ignored {
		o.say(o.pick("注意：不认识列“%s”，没有读取", "note: the column %q is unknown and was not read"), head)
	}
	for _, r := range reports {
		if !c.DryRun {
			break
		}
		if err := annual.WriteTxt(o.out, r); err != nil {
			return err
		}
	}
	for _, d := range different {
		o.print(o.pick("不一致 %s/%s：由台账得 %s，已公布 %s", "differs %s/%s: %s by the ledger, %s as published"), d.Row, d.Column, d.Have, d.Want)
	}
	if stored {
		o.print(o.pick("%s：已导入 %d 件", "%s: %d applications imported"), c.File, len(ledger.Rows))
	} else {
		o.print(o.pick("%s：%d 行，未保存任何内容", "%s: %d rows, nothing stored"), c.File, len(ledger.Rows))
	}
	return nil
}

// yearsOf lists the years that a ledger reaches into, and the one to compare with.
func yearsOf(facts []workflow.LedgerFact, expected *annual.Report) []int {
	years := map[int]bool{}
	if expected != nil {
		years[expected.Year] = true
	}
	for _, f := range facts {
		years[f.Received.Year()] = true
		if !f.Closed.IsZero() {
			years[f.Closed.Year()] = true
		}
	}
	return slices.Sorted(maps.Keys(years))
}

func readPublished(file string) (*annual.Report, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, usage("%w", err)
	}
	defer f.Close()
	r, err := annual.ReadPublished(f)
	if err != nil {
		return nil, usage("%s：%w", file, err)
	}
	return &r, nil
}
