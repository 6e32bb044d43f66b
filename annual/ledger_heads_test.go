package annual

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Heads and dates as registers of offices have them.
func TestTheHeadsOfRealRegistersAreKnown(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]field{
		"*编号": fieldNumber, "收件编号": fieldNumber, "收到日期（年-月-日）": fieldReceived, "收件时间": fieldReceived, "收件日期：": fieldReceived,
		"提交方式": fieldChannel, "申请人性质[见表三]": fieldCategory, "申请事项": fieldContent, "承办科室": fieldDepartment,
		"答复时间": fieldClosed, "处理结果": fieldResult, "告知补正日期": fieldSupplementTold, "收到补正日期": fieldSupplementReceived,
		"延期告知时间": fieldExtensionTold, "ＲＥＳＵＬＴ": fieldResult,
	} {
		got, ok := headField(head)
		require.True(t, ok, head)
		require.Equal(t, want, got, head)
	}
	for _, head := range []string{"", "序号", "（编号）", "经办人", "编号(", "联系电话（手机）"} {
		_, ok := headField(head)
		require.False(t, ok, head)
	}
}

func TestARegisterWithItsOwnHeadsIsRead(t *testing.T) {
	t.Parallel()
	text := "登记编号\t*收件日期（年月日）\t提交方式\t申请人性质\t答复时间\t处理结果\n2024-7\t2024年3月4日\t网上申请\t公民\t2024.3.20\t予以公开\n"
	ledger, err := ParseLedger([]byte(text), today)
	require.NoError(t, err)
	require.NoError(t, ledger.Refused("zh"))
	require.Equal(t, []LedgerRow{{
		Line: 2, Number: "2024-7", Received: date("2024-03-04"), Channel: "online", Category: "natural_person",
		Closed: date("2024-03-20"), Result: "disclosed",
	}}, ledger.Rows)
}
