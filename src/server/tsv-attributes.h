/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"

#include "tsv-caller.h"

G_BEGIN_DECLS

/*
 * A worker's attributes, as a supervisor reads and writes them: of one version, and never those that
 * say who somebody is to others.
 */
void tsv_attributes_answer (TsvContext *context, TrsRequest *request, const char *worker_sid);
void tsv_attributes_change (TsvContext *context, TrsRequest *request, const TsvCaller *caller);

G_END_DECLS
