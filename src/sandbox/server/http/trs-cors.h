/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"

G_BEGIN_DECLS

/* Pages of other hosts may use what asks for credentials of its own (see the WHATWG's "Fetch"). The
 * control API has none, so none of this is for it. */
void trs_cors_allow (TrsRequest *request);
void trs_cors_answer_preflight (TrsRequest *request, const char *methods);

G_END_DECLS
