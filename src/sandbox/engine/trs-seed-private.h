/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-document.h"

G_BEGIN_DECLS

#define TRS_SEED_CHECK(document, error, ...)                                                     \
  trs_document_check_members (document, (const char *const[]) { __VA_ARGS__, NULL }, error)

/* A TrsDocumentFunc; @account is the TrsAccount that it belongs to. */
gboolean trs_seed_load_workspace (const TrsDocument *document, gpointer account, GError **error);

G_END_DECLS
