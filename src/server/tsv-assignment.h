/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-router.h"

#include "tsv-context.h"

G_BEGIN_DECLS

/* POST /v1/assignment: the service asks what is to be done with a reservation; rules answer. */
void tsv_assignment_add_routes (TrsRouter *router, TsvContext *context);

G_END_DECLS
