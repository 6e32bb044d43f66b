package annual

import "slices"

// Spread tells of a number of days where the middle and the slow end lie. Without a number there is nothing to tell, and
// all of it is 0.
type Spread struct {
	Median float64 `json:"median"` // of an even number the mean of the two in the middle
	P90    int     `json:"p90"`    // nine of ten took no longer: the nearest rank
	Most   int     `json:"most"`
}

// spreadOf orders the days it is given.
func spreadOf(days []int) Spread {
	n := len(days)
	if n == 0 {
		return Spread{}
	}
	slices.Sort(days)
	return Spread{
		Median: float64(days[(n-1)/2]+days[n/2]) / 2,
		P90:    days[(n*9+9)/10-1],
		Most:   days[n-1],
	}
}
