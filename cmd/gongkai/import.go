package main

import (
	"path/filepath"
	"strings"

	"gongkai/law"
)

// importCmd reads what an office had before: a ledger, a case script, a published report. The file's name says which.
type importCmd struct {
	Files     []string `arg:"" type:"existingfile" name:"file" help:"${import_files}"`
	File      string   `kong:"-"`
	Agency    string   `env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	DryRun    bool     `name:"dry-run" help:"${flag_dry_run}"`
	Expect    string   `type:"existingfile" placeholder:"PUBLISHED.json" help:"${flag_expect}"`
	Until     string   `placeholder:"D" help:"${flag_until}"`
	KeepGoing bool     `name:"keep-going" help:"${flag_keep}"`
	JSON      bool     `name:"json" help:"${flag_json}"`
}

func (c *importCmd) Run(o *output) error {
	if len(c.Files) > 1 {
		return c.set(o)
	}
	c.File = c.Files[0]
	kind := strings.ToLower(filepath.Ext(c.File))
	if kind == copyExtension {
		return moveIn(o, c.File)
	}
	if c.Agency == "" {
		return usage("%s", o.pick("需要 --agency 机关代码", "missing flags: --agency=CODE"))
	}
	switch kind {
	case ".jsonl":
		if c.DryRun || c.Expect != "" {
			return usage("%s", o.pick("--dry-run 与 --expect 只用于台账", "--dry-run and --expect go with ledgers"))
		}
		return c.script(o)
	case ".csv", ".xlsx":
		if c.Until != "" || c.KeepGoing {
			return usage("%s", o.pick("--until 与 --keep-going 只用于案例脚本", "--until and --keep-going go with case scripts"))
		}
		return c.ledger(o)
	case ".json":
		return c.published(o)
	}
	return usage(o.pick("%s：只能导入 .csv、.xlsx、.jsonl、.json、.gongkai", "%s: only .csv, .xlsx, .jsonl, .json and .gongkai can be imported"), c.File)
}

// until is the day up to which a script opens days; none when the flag is missing.
func (c *importCmd) until() (law.Date, error) {
	if c.Until == "" {
		return 0, nil
	}
	d, err := law.ParseDate(c.Until)
	if err != nil {
		return 0, usage("--until: %w", err)
	}
	if d > today() {
		return 0, usage("--until: %s > %s", d, today())
	}
	return d, nil
}
