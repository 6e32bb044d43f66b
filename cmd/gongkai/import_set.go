package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/annual"
	"gongkai/db"
	"gongkai/workflow"
)

// pastFile is one file of a set, read.
type pastFile struct {
	importCmd // with its File
	raw       []byte
	ledger    *annual.Ledger
	report    *annual.Report
}

// set imports ledgers and published reports of several years in one go: all of them or nothing, in any order. A published
// report of a year whose ledger is among them is compared with it, one without a ledger is filed.
func (c *importCmd) set(o *output) error {
	if c.Agency == "" {
		return usage("%s", o.pick("需要 --agency 机关代码", "missing flags: --agency=CODE"))
	}
	if c.Expect != "" || c.Until != "" || c.KeepGoing {
		return usage("%s", o.pick("一次导入多个文件时，请把已公布的年报列为文件；不能使用 --expect、--until、--keep-going",
			"with several files name the published reports among them; --expect, --until and --keep-going go with one file"))
	}
	files, err := c.readSet(o)
	if err != nil {
		return err
	}
	return o.withStore(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, access.VerbImport, access.Place{Agency: c.Agency})
		if err != nil {
			return err
		}
		var past db.PastSet
		for _, f := range files {
			if f.report != nil {
				past.Reports = append(past.Reports, *f.report)
				continue
			}
			facts, err := f.facts(o, store, *f.ledger)
			if err != nil {
				return err
			}
			past.Lines = append(past.Lines, facts...)
		}
		err = c.recordSet(o, store, actor, files, past)
		var refused workflow.LedgerRefusals
		if errors.As(err, &refused) {
			return refusedInSet(o, files, refused)
		}
		return err
	})
}

// readSet reads every file and tells all that is wrong before anything is tried.
func (c *importCmd) readSet(o *output) ([]pastFile, error) {
	var files []pastFile
	bad := 0
	for _, name := range c.Files {
		f := pastFile{importCmd: importCmd{File: name, Agency: c.Agency}}
		raw, err := os.ReadFile(name)
		if err != nil {
			return nil, usage("%w", err)
		}
		f.raw = raw
		switch strings.ToLower(filepath.Ext(name)) {
		case ".csv", ".xlsx":
			ledger, err := annual.ParseLedger(raw, today())
			if err != nil {
				return nil, usage("%s：%w", name, err)
			}
			for _, fault := range ledger.Faults {
				o.say("%s：%s", name, fault.Message(o.lang))
			}
			bad += len(ledger.Faults)
			f.ledger = &ledger
		case ".json":
			if f.report, err = readPublished(name); err != nil {
				return nil, err
			}
		default:
			return nil, usage(o.pick("%s：一次导入多个文件时，只能是台账（.csv、.xlsx）和已公布的年报（.json）",
				"%s: several files at once are ledgers (.csv, .xlsx) and published reports (.json)"), name)
		}
		files = append(files, f)
	}
	if bad > 0 {
		return nil, workflow.NewRefusal("bad_ledger", "", bad)
	}
	return files, nil
}

// recordSet tries the set, tells what it comes to, and stores it when nothing differs.
func (c *importCmd) recordSet(o *output, store *db.Store, actor string, files []pastFile, past db.PastSet) error {
	key := setKey(c.Agency, files)
	if was, err := store.Answered(o, []string{key}); err != nil {
		return err
	} else if was[key] {
		o.say("%s", o.pick("这些文件此前已经一并导入过，没有重复录入", "this very set was imported before; nothing was recorded twice"))
		return nil
	}
	tables, err := store.TryPast(o, actor, c.Agency, past)
	if err != nil {
		return err
	}
	stored := !c.DryRun && !tables.Differs()
	if stored {
		if _, err := store.ImportPast(o, actor, c.Agency, past, key); err != nil {
			return err
		}
	}
	if c.JSON {
		err = o.json(map[string]any{"rows": len(past.Lines), "stored": stored, "published": tables.Published, "tables": tables.Tables})
	} else {
		err = c.printSet(o, files, tables, stored)
	}
	if err == nil && tables.Differs() {
		o.say("%s", o.pick("已公布的数字有与台账不一致的，全部未导入；查清之后改正台账，或不带该年年报再导入",
			"published figures differ from the ledgers and nothing was imported; mend the ledger, or leave that report out"))
		return errFailed
	}
	return err
}

// setKey is the same for the same files in any order.
func setKey(agency string, files []pastFile) string {
	sums := make([][]byte, len(files))
	for i, f := range files {
		sum := sha256.Sum256(f.raw)
		sums[i] = sum[:]
	}
	slices.SortFunc(sums, bytes.Compare)
	all := sha256.Sum256(append([]byte("set "+agency+"\n"), bytes.Join(sums, nil)...))
	return "set-" + hex.EncodeToString(all[:16])
}

func (c *importCmd) printSet(o *output, files []pastFile, tables db.PastTables, stored bool) error {
	for _, f := range files {
		if f.ledger == nil {
			continue
		}
		for _, d := range f.ledger.Doubts {
			o.say("%s：%s", f.File, d.Message(o.lang))
		}
		for _, head := range f.ledger.Ignored {
			o.say(o.pick("%s：不认识列“%s”，没有读取", "%s: the column %q is unknown and was not read"), f.File, head)
		}
		o.print(o.pick("%s：台账 %d 行", "%s: a ledger of %d rows"), f.File, len(f.ledger.Rows))
	}
	for _, y := range tables.Published {
		switch {
		case y.Filed:
			o.print(o.pick("%d 年度：没有台账，已公布的年报作为该年定稿", "%d: no ledger, the published report is that year's filed one"), y.Year)
		case len(y.Different) == 0:
			o.print(o.pick("%d 年度：由台账得出的表三与已公布的一致", "%d: table 3 by the ledgers is what was published"), y.Year)
		}
		for _, d := range y.Different {
			o.print(o.pick("%d 年度不一致 %s/%s：由台账得 %s，已公布 %s", "%d differs %s/%s: %s by the ledgers, %s as published"), y.Year, d.Row, d.Column, d.Have, d.Want)
		}
	}
	for _, r := range tables.Tables {
		for _, check := range r.Checks {
			if check.OK == annual.Broken {
				o.say("%d %s %s", r.Year, check.Rule, check.Text(o.lang))
			}
		}
		if c.DryRun {
			if err := annual.WriteTxt(o.out, r); err != nil {
				return err
			}
		}
	}
	if stored {
		o.print("%s", o.pick("已全部导入", "all of it imported"))
	} else {
		o.print("%s", o.pick("未保存任何内容", "nothing stored"))
	}
	return nil
}

// refusedInSet names every row that the register refuses by its file and line. A number that stands in two ledgers is told
// with the line of the later file.
func refusedInSet(o *output, files []pastFile, refused workflow.LedgerRefusals) error {
	type place struct {
		file string
		line int
	}
	places := map[string]place{}
	for _, f := range files {
		if f.ledger != nil {
			for _, r := range f.ledger.Rows {
				places[r.Number] = place{f.File, r.Line}
			}
		}
	}
	for _, r := range refused {
		at := places[r.Application]
		o.say(o.pick("%s：第 %d 行：[%s] %s", "%s: line %d: [%s] %s"), at.file, at.line, r.Refusal.Code, r.Refusal.Text(o.lang))
	}
	return workflow.NewRefusal("bad_ledger", "", len(refused))
}
