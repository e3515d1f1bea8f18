/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"

G_BEGIN_DECLS

char *tsv_peer_dup_address (TrsRequest *request, gboolean is_behind_proxy);

G_END_DECLS
