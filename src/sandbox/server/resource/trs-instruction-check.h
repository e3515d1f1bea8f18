/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-form.h"

G_BEGIN_DECLS

gboolean trs_instruction_check (TrsForm *form, const char *instruction, GError **error);

G_END_DECLS
