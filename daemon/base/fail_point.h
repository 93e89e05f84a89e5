#pragma once

// Named places at which a test can end the process, as a kill or a power cut would. In a build
// without KHABARD_FAIL_POINTS a fail point is an empty inline function. With it, the environment
// variable KHABARD_FAIL_POINT="ledger.commit.after:3" ends the process with SIGKILL the third time
// that point is reached, and KHABARD_STALL_POINT lets the thread that reaches it sleep for ever.
// Which points there are: `grep -rn 'fail_point("' daemon connectors`.

namespace khabard {

#ifdef KHABARD_FAIL_POINTS
void fail_point(const char* name) noexcept;
#else
inline void fail_point(const char*) noexcept {}
#endif

}  // namespace khabard
