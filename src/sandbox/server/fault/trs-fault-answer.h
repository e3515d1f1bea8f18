/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"
#include "trs-faults.h"

G_BEGIN_DECLS

/* What a request gets instead of its answer. */
void trs_fault_answer (const TrsFault *fault, TrsRequest *request);
void trs_fault_cut (SoupServerMessage *message);

G_END_DECLS
