/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-document.h"

G_BEGIN_DECLS

/* A TrsDocumentFunc; @account is the TrsAccount that it belongs to. */
gboolean trs_seed_load_workspace (const TrsDocument *document, gpointer account, GError **error);

G_END_DECLS
