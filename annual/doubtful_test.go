package annual_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/annual"
)

func TestEveryDoubtOfALedgerHasItsWordsInTheListOfTheYear(t *testing.T) {
	t.Parallel()
	for _, code := range []annual.FaultCode{
		annual.DoubtNoSupplement, annual.DoubtSupplementCame, annual.DoubtSupplementOnly, annual.DoubtNoFeeNotice, annual.DoubtNoReasons, annual.DoubtNoEarlierReply, annual.DoubtLateExtension,
	} {
		for _, lang := range []string{"zh", "en"} {
			require.Greater(t, len(annual.Doubt{Number: "N1", Code: annual.DoubtCode(code)}.Text(lang)), len("N1：")+5, "%s %s", code, lang)
		}
	}
}
