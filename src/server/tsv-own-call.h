/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"

#include "tsv-caller.h"

G_BEGIN_DECLS

/* Answers with a call; and, if it is to the phone of who asks, with that number. */
void tsv_own_call_show (TrsRequest *request, const TsvCaller *caller, gpointer user_data);

G_END_DECLS
