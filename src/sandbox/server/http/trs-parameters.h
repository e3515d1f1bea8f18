/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-router.h"

G_BEGIN_DECLS

/* What a route of the sandbox's own API lets in: a name that is spelled wrong would else be passed
 * over, and a test would go on with something that nobody asked for. */
gboolean trs_parameters_check (TrsRequest *request, const TrsRoute *route, GError **error);

G_END_DECLS
