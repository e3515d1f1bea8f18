/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"
#include "trs-pass.h"

G_BEGIN_DECLS

void trs_request_take_pass (TrsRequest *self, TrsPass *pass);
TrsPass *trs_request_steal_pass (TrsRequest *self);
TrsPass *trs_request_get_pass (TrsRequest *self);

G_END_DECLS
