/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"

#include "tsv-context.h"

G_BEGIN_DECLS

/**
 * TsvWorkFunc:
 * @request: the request; held
 * @tasks: (nullable): the SIDs of the tasks that its worker has accepted, or wraps up; %NULL: the
 *   service did not say, and the request is answered
 * @user_data: what was given to tsv_work_list()
 */
typedef void (*TsvWorkFunc) (TrsRequest *request, const char *const *tasks, gpointer user_data);

/* What a worker who is signed in is busy with. */
void tsv_work_list (TsvContext *context,
                    TrsRequest *request,
                    const char *worker_sid,
                    TsvWorkFunc func,
                    gpointer user_data);

G_END_DECLS
