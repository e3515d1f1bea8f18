/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-form.h"

G_BEGIN_DECLS

gboolean trs_form_check_url (TrsForm *self, const char *name, int code, GError **error);

G_END_DECLS
