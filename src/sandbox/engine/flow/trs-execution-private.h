/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "flow/trs-execution.h"

G_BEGIN_DECLS

TrsExecution *trs_execution_new (TrsFlow *flow,
                                 const char *contact,
                                 TrsCall *call,
                                 TrsScript *script);
void trs_execution_ended (TrsExecution *self);
void trs_execution_stop (TrsExecution *self);

G_END_DECLS
