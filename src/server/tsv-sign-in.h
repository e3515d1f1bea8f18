/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"

#include "tsv-context.h"

G_BEGIN_DECLS

void tsv_sign_in_handle (TrsRequest *request, gpointer context);

G_END_DECLS
