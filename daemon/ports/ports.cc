// Every port header, included once, so that each compiles on its own and is in the build.
#include "daemon/ports/clock.h"
#include "daemon/ports/events.h"
#include "daemon/ports/fetcher.h"
#include "daemon/ports/files.h"
#include "daemon/ports/ledger.h"
#include "daemon/ports/log.h"
#include "daemon/ports/sink.h"
#include "daemon/ports/supervisor.h"
