/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

JsonObject *trs_event_form_new (TrsEvent *event);

G_END_DECLS
