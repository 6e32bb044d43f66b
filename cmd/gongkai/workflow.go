package main

import "gongkai/workflow"

// workflowCmd draws the machine from its one table.
type workflowCmd struct {
	Format string `default:"mermaid" enum:"mermaid,dot,json,markdown" help:"${flag_format}: mermaid, dot, json, markdown"`
}

func (c *workflowCmd) Run(o *output) error {
	switch c.Format {
	case "dot":
		o.print("%s", workflow.DOT(o.lang))
	case "json":
		raw, err := workflow.MachineJSON()
		if err != nil {
			return err
		}
		o.print("%s", raw)
	case "markdown":
		_, err := o.out.Write([]byte(workflow.MachinePage()))
		return err
	default:
		o.print("%s", workflow.Mermaid(o.lang))
	}
	return nil
}
