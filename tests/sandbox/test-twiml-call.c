/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-fixture.h"

/* Calls that run TwiML. A program out there is a table of addresses and what they answer; what it
 * was asked is written down. */

#define NUMBER "+16505552222"
#define CALLER "+16505550100"
#define FRIEND "+16505550177"
#define VOICE "http://example.com/voice"

typedef struct
{
  Fixture base;
  GHashTable *pages;   /* URL → TwiML */
  GPtrArray *asked;    /* "METHOD URL name=value …" of what was asked and told, in order */
  GArray *waiting;     /* ids of what is not answered yet */
  GPtrArray *urls;     /* theirs */
  const char *cookies; /* of the answers */
  const char *sound;   /* nullable: a URL that answers with sound */
} World;

static void
send_cb (guint64 id, const TrsWebRequest *request, gpointer user_data)
{
  World *world = user_data;
  GString *line = g_string_new (request->method);
  g_autoptr(GList) names =
    request->parameters != NULL ? json_object_get_members (request->parameters) : NULL;

  g_string_append_printf (line, " %s", request->url);
  for (GList *l = names; l != NULL; l = l->next)
    g_string_append_printf (line, " %s=%s", (char *) l->data,
                            json_object_get_string_member (request->parameters, l->data));
  if (request->cookies != NULL)
    g_string_append_printf (line, " Cookie: %s", request->cookies);
  g_assert_true (request->is_signed);
  g_ptr_array_add (world->asked, g_string_free (line, FALSE));
  if (request->is_note)
    return;
  g_array_append_val (world->waiting, id);
  g_ptr_array_add (world->urls, g_strdup (request->url));
}

static void
cancel_cb (guint64 id, gpointer user_data)
{
  World *world = user_data;

  for (guint i = 0; i < world->waiting->len; i++)
    {
      if (g_array_index (world->waiting, guint64, i) != id)
        continue;
      g_array_remove_index (world->waiting, i);
      g_ptr_array_remove_index (world->urls, i);
      return;
    }
}

/* Programs answer what they were asked, and what they are asked then. */
static void
settle (World *world)
{
  while (world->waiting->len > 0)
    {
      guint64 id = g_array_index (world->waiting, guint64, 0);
      const char *url = g_ptr_array_index (world->urls, 0);
      const char *text = g_hash_table_lookup (world->pages, url);
      const char *type = g_strcmp0 (url, world->sound) == 0 ? "audio/mpeg" : "text/xml";

      g_array_remove_index (world->waiting, 0);
      g_ptr_array_remove_index (world->urls, 0);
      trs_engine_web_answered (world->base.engine, id,
                               &(TrsWebAnswer) { .status = text != NULL ? 200 : 404,
                                                 .content_type = type,
                                                 .cookies = world->cookies,
                                                 .body = text });
      fixture_check_invariants (&world->base);
    }
}

static void
pass (World *world, int seconds)
{
  settle (world);
  for (int i = 0; i < seconds; i++)
    {
      fixture_wait (&world->base, 1);
      settle (world);
    }
}

static void
set_up (World *world, gconstpointer data)
{
  fixture_set_up (&world->base, NULL);
  world->pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  world->asked = g_ptr_array_new_with_free_func (g_free);
  world->waiting = g_array_new (FALSE, FALSE, sizeof (guint64));
  world->urls = g_ptr_array_new_with_free_func (g_free);
  trs_engine_set_web (world->base.engine, &(TrsWebHost) { send_cb, cancel_cb }, world);
}

static void
tear_down (World *world, gconstpointer data)
{
  trs_engine_set_web (world->base.engine, NULL, NULL);
  fixture_tear_down (&world->base, NULL);
  g_hash_table_unref (world->pages);
  g_ptr_array_unref (world->asked);
  g_array_unref (world->waiting);
  g_ptr_array_unref (world->urls);
}

static void
put (World *world, const char *url, const char *verbs)
{
  g_hash_table_replace (world->pages, g_strdup (url),
                        g_strdup_printf ("<Response>%s</Response>", verbs));
}

/* A caller on our number, which has @verbs. */
static TrsCall *
call_in (World *world, const char *verbs, const char *digits)
{
  TrsNumber *number = trs_engine_get_number_by_number (world->base.engine, NUMBER);
  TrsCall *call;
  g_autoptr(GError) error = NULL;

  put (world, VOICE, verbs);
  g_assert_true (trs_number_update (
    number,
    &(TrsNumberChange) { .voice_url = VOICE,
                         .status_callback = "http://example.com/status" },
    NULL));
  call = trs_call_place (world->base.engine, CALLER, NUMBER, digits, &error);
  g_assert_no_error (error);
  settle (world);
  return call;
}

static gboolean
was_asked (World *world, const char *first, const char *second)
{
  for (guint i = 0; i < world->asked->len; i++)
    {
      const char *line = g_ptr_array_index (world->asked, i);

      if (strstr (line, first) != NULL && strstr (line, second) != NULL)
        return TRUE;
    }
  return FALSE;
}

#define assert_asked(first, second) \
  G_STMT_START { if (!was_asked (world, first, second)) { \
    for (guint i_ = 0; i_ < world->asked->len; i_++) \
      g_test_message ("%s", (char *) g_ptr_array_index (world->asked, i_)); \
    g_error ("nobody asked %s with %s", first, second); } } G_STMT_END

static gboolean
has_words (TrsCall *call, const char *words)
{
  for (guint i = 0; i < call->transcript->len; i++)
    {
      TrsTranscriptLine *line = g_ptr_array_index (call->transcript, i);

      if (strstr (line->words, words) != NULL)
        return TRUE;
    }
  return FALSE;
}

#define assert_words(call, text) \
  G_STMT_START { if (!has_words (call, text)) { \
    for (guint i_ = 0; i_ < (call)->transcript->len; i_++) \
      g_test_message ("%s", ((TrsTranscriptLine *) g_ptr_array_index ((call)->transcript, i_))->words); \
    g_error ("nothing of '%s'", text); } } G_STMT_END

static TrsCall *
newest_call (World *world)
{
  GPtrArray *calls = world->base.account->calls;

  return g_ptr_array_index (calls, calls->len - 1);
}

static void
test_say (World *world, gconstpointer data)
{
  TrsCall *call = call_in (world, "<Say>0123456789</Say><Pause length=\"3\"/><Play>x.mp3</Play>",
                           NULL);

  assert_asked ("POST " VOICE, "CallStatus=ringing");
  assert_call (call, "in-progress");
  pass (world, 8);
  assert_call (call, "in-progress");
  pass (world, 1);
  assert_call (call, "completed");
  assert_words (call, "said: 0123456789");
  assert_words (call, "played x.mp3");
  assert_asked ("/status", "CallStatus=completed");
  assert_asked ("/status", "CallDuration=8");
}

/* A silence in the words takes its time, and the words theirs. */
static void
test_say_with_breaks (World *world, gconstpointer data)
{
  TrsCall *call = call_in (world, "<Say>01234<break time=\"3s\"/>56789"
                                  "<prosody rate=\"slow\"><break time=\"400ms\"/></prosody></Say>",
                           NULL);

  assert_call (call, "in-progress");
  pass (world, 3);
  assert_call (call, "in-progress");
  pass (world, 1);
  assert_call (call, "completed");
  assert_words (call, "said: 0123456789");
  assert_asked ("/status", "CallDuration=4");
}

static void
test_gather (World *world, gconstpointer data)
{
  TrsCall *call;

  put (world, "http://example.com/chosen", "<Redirect method=\"GET\">/next?a=1</Redirect>");
  put (world, "http://example.com/next?a=1", "<Hangup/>");
  call = call_in (world,
                  "<Gather numDigits=\"2\" action=\"/chosen\"><Say>Press two keys.</Say></Gather>"
                  "<Say>Nothing.</Say>",
                  NULL);
  g_assert_true (trs_call_press (call, "4", NULL));
  g_assert_true (trs_call_press (call, "2", NULL));
  settle (world);
  assert_asked ("POST http://example.com/chosen", "Digits=42");
  assert_asked ("GET http://example.com/next?a=1", "CallSid=CA");
  assert_call (call, "completed");
  assert_words (call, "pressed 4");
}

static void
test_gather_silence (World *world, gconstpointer data)
{
  TrsCall *call = call_in (world, "<Gather timeout=\"4\"/><Say>Nothing.</Say>", NULL);

  pass (world, 4);
  assert_words (call, "said: Nothing.");
  pass (world, 1);
  assert_call (call, "completed");
}

static void
test_gather_speech (World *world, gconstpointer data)
{
  TrsCall *call;

  put (world, "http://example.com/heard", "<Hangup/>");
  call = call_in (world, "<Gather input=\"speech\" action=\"heard\"/>", NULL);
  g_assert_true (trs_call_speak (call, "sales please", 0, NULL));
  settle (world);
  assert_asked ("/heard", "SpeechResult=sales please");
}

/* A program's session is one call's, and no other's. */
static void
test_cookies (World *world, gconstpointer data)
{
  put (world, "http://example.com/next", "<Hangup/>");
  world->cookies = "session";
  call_in (world, "<Pause length=\"5\"/><Redirect>/next</Redirect>", NULL);
  pass (world, 6);
  assert_asked ("http://example.com/next", "Cookie: session");
  g_ptr_array_set_size (world->asked, 0);
  call_in (world, "<Hangup/>", NULL);
  assert_asked (VOICE, CALLER);
  g_assert_false (was_asked (world, VOICE, "Cookie"));
}

static void
test_reject (World *world, gconstpointer data)
{
  TrsCall *call = call_in (world, "<Reject reason=\"busy\"/>", NULL);

  assert_call (call, "busy");
  g_assert_cmpint (call->start_time, ==, 0);
}

static void
test_broken (World *world, gconstpointer data)
{
  TrsCall *call = call_in (world, "<Say>", NULL);

  assert_call (call, "completed");
  assert_words (call, "problem 12100");
}

static void
test_fallback (World *world, gconstpointer data)
{
  TrsNumber *number = trs_engine_get_number_by_number (world->base.engine, NUMBER);
  TrsCall *call;

  put (world, "http://example.com/fallback", "<Say>Sorry.</Say>");
  g_assert_true (trs_number_update (
    number,
    &(TrsNumberChange) { .voice_url = "http://example.com/gone",
                         .voice_fallback_url = "http://example.com/fallback" },
    NULL));
  call = trs_call_place (world->base.engine, CALLER, NUMBER, NULL, NULL);
  settle (world);
  assert_asked ("/fallback", "ErrorCode=11200");
  assert_words (call, "said: Sorry.");
}

static void
test_nobody (World *world, gconstpointer data)
{
  TrsNumber *number = trs_engine_get_number_by_number (world->base.engine, NUMBER);
  TrsCall *call;

  trs_number_update (number, &(TrsNumberChange) { .voice_url = "http://example.com/gone" }, NULL);
  call = trs_call_place (world->base.engine, CALLER, NUMBER, NULL, NULL);
  assert_call (call, "ringing");
  settle (world);
  assert_call (call, "completed");
  assert_words (call, "application error");
}

static void
test_dial (World *world, gconstpointer data)
{
  TrsCall *call;
  TrsCall *leg;

  put (world, "http://example.com/dialed", "<Say>Goodbye.</Say>");
  call = call_in (world, "<Dial action=\"/dialed\" callerId=\"" NUMBER "\">" FRIEND "</Dial>", NULL);
  leg = newest_call (world);
  g_assert_cmpstr (leg->to, ==, FRIEND);
  g_assert_cmpstr (leg->from, ==, NUMBER);
  g_assert_cmpstr (leg->direction, ==, "outbound-dial");
  g_assert_cmpstr (leg->parent_call_sid, ==, call->base.sid);
  pass (world, 1);
  g_assert_true (call->bridged_call == leg);
  assert_words (call, "joined " FRIEND);
  pass (world, 6);
  g_assert_true (trs_phone_hang_up (trs_engine_get_phone (world->base.engine, FRIEND), NULL));
  settle (world);
  assert_asked ("/dialed", "DialCallStatus=completed");
  assert_asked ("/dialed", "DialCallDuration=6");
  assert_call (call, "in-progress");
  pass (world, 1);
  assert_call (call, "completed");
}

static void
test_dial_no_answer (World *world, gconstpointer data)
{
  TrsPhone *phone = trs_engine_get_phone (world->base.engine, "client:ann");
  TrsCall *call;

  trs_phone_set_behavior (phone, TRS_PHONE_NO_ANSWER, -1);
  call = call_in (world, "<Dial timeout=\"7\"><Client>ann</Client></Dial><Say>Nobody.</Say>", NULL);
  pass (world, 7);
  assert_words (call, "said: Nobody.");
  g_assert_cmpint (trs_phone_get_state (phone), ==, TRS_PHONE_IDLE);
}

/* All ring, the first who answers is put through, and the others stop. */
static void
test_dial_many (World *world, gconstpointer data)
{
  TrsPhone *slow = trs_engine_get_phone (world->base.engine, "sip:slow@example.com");
  TrsCall *call;

  trs_phone_set_behavior (slow, TRS_PHONE_ANSWER, 5);
  call = call_in (world, "<Dial><Sip>sip:slow@example.com</Sip><Number>" FRIEND "</Number></Dial>",
                  NULL);
  g_assert_cmpint (trs_phone_get_state (slow), ==, TRS_PHONE_RINGING);
  pass (world, 1);
  g_assert_cmpstr (call->bridged_call->to, ==, FRIEND);
  g_assert_cmpint (trs_phone_get_state (slow), ==, TRS_PHONE_IDLE);
  g_assert_true (trs_call_hang_up (call, NULL));
  g_assert_cmpint (trs_phone_get_state (trs_engine_get_phone (world->base.engine, FRIEND)), ==,
                   TRS_PHONE_IDLE);
}

/* A conference is for itself, and none has no name. */
static void
test_dial_conference_beside (World *world, gconstpointer data)
{
  TrsPhone *phone = trs_engine_get_phone (world->base.engine, FRIEND);
  TrsCall *call = call_in (
    world, "<Dial><Number>" FRIEND "</Number><Conference>x</Conference></Dial>", NULL);
  TrsCall *nameless;

  assert_words (call, "problem: a Conference beside phones is not dialled");
  g_assert_cmpint (trs_phone_get_state (phone), ==, TRS_PHONE_RINGING);
  nameless = call_in (world, "<Dial><Conference></Conference></Dial>", NULL);
  assert_words (nameless, "problem: the Conference has no name");
}

/* A sound is played, and then there is no more to do. */
static void
test_sound (World *world, gconstpointer data)
{
  TrsCall *call;

  world->sound = "http://example.com/music";
  put (world, world->sound, "");
  call = call_in (world, "<Redirect>/music</Redirect>", NULL);
  assert_words (call, "played http://example.com/music");
  assert_call (call, "in-progress");
  pass (world, 5);
  assert_call (call, "completed");
}

/* One after the other, until somebody answers. */
static void
test_dial_sequential (World *world, gconstpointer data)
{
  TrsPhone *ann = trs_engine_get_phone (world->base.engine, "client:ann");
  TrsPhone *busy = trs_engine_get_phone (world->base.engine, "client:bob");
  TrsCall *call;

  trs_phone_set_behavior (ann, TRS_PHONE_NO_ANSWER, -1);
  trs_phone_set_behavior (busy, TRS_PHONE_BUSY, -1);
  call = call_in (world,
                  "<Dial sequential=\"true\" timeout=\"5\"><Client>ann</Client><Client>bob</Client>"
                  "<Number>" FRIEND "</Number></Dial><Say>Nobody.</Say>",
                  NULL);
  g_assert_cmpint (trs_phone_get_state (ann), ==, TRS_PHONE_RINGING);
  g_assert_null (trs_engine_find_phone (world->base.engine, FRIEND));
  pass (world, 5);
  g_assert_cmpint (trs_phone_get_state (ann), ==, TRS_PHONE_IDLE);
  g_assert_null (call->bridged_call);
  pass (world, 2);
  g_assert_nonnull (call->bridged_call);
  g_assert_cmpstr (call->bridged_call->to, ==, FRIEND);
}

static void
test_dial_sequential_nobody (World *world, gconstpointer data)
{
  TrsPhone *ann = trs_engine_get_phone (world->base.engine, "client:ann");
  TrsCall *call;

  trs_phone_set_behavior (ann, TRS_PHONE_BUSY, -1);
  call = call_in (world,
                  "<Dial sequential=\"true\"><Client>ann</Client><Number>1</Number></Dial>"
                  "<Say>Nobody.</Say>",
                  NULL);
  pass (world, 3);
  assert_words (call, "said: Nobody.");
}

/* The star is the caller's way back to the document; other keys are nothing. */
static void
test_dial_star (World *world, gconstpointer data)
{
  TrsCall *call = call_in (world,
                           "<Dial hangupOnStar=\"true\">" FRIEND "</Dial><Say>Welcome back.</Say>",
                           NULL);
  TrsCall *leg = newest_call (world);

  pass (world, 1);
  g_assert_true (call->bridged_call == leg);
  g_assert_true (trs_call_press (call, "1w2", NULL));
  g_assert_true (call->bridged_call == leg);
  g_assert_true (trs_call_press (call, "*", NULL));
  assert_call (leg, "completed");
  assert_call (call, "in-progress");
  assert_words (call, "said: Welcome back.");
}

static void
test_dial_star_unheard (World *world, gconstpointer data)
{
  TrsCall *call = call_in (world, "<Dial>" FRIEND "</Dial>", NULL);

  pass (world, 1);
  g_assert_true (trs_call_press (call, "*", NULL));
  g_assert_nonnull (call->bridged_call);
}

/* An address in a document goes by the document's. */
static void
test_dial_relative_callback (World *world, gconstpointer data)
{
  call_in (world, "<Dial><Number statusCallback=\"/leg\">" FRIEND "</Number></Dial>", NULL);
  pass (world, 1);
  g_assert_true (trs_phone_hang_up (trs_engine_get_phone (world->base.engine, FRIEND), NULL));
  settle (world);
  assert_asked ("/leg", "CallStatus=completed");
}

/* Who counts those that gave up counts by this. */
static void
test_enqueue_hang_up (World *world, gconstpointer data)
{
  TrsCall *caller = call_in (world, "<Enqueue action=\"/after\">line</Enqueue>", NULL);

  pass (world, 4);
  g_assert_true (trs_call_hang_up (caller, NULL));
  settle (world);
  assert_asked ("/after", "QueueResult=hangup");
  assert_asked ("/after", "QueueTime=4");
}

static void
test_enqueue_redirect (World *world, gconstpointer data)
{
  TrsCall *caller = call_in (world, "<Enqueue action=\"/after\">line</Enqueue>", NULL);

  put (world, "http://example.com/else", "<Say>Elsewhere.</Say>");
  g_assert_true (trs_call_redirect (
    caller, &(TrsVoiceProgram) { .url = (char *) "http://example.com/else" }, NULL));
  settle (world);
  assert_asked ("/after", "QueueResult=redirected");
  assert_words (caller, "said: Elsewhere.");
}

static void
test_dial_caller_leaves (World *world, gconstpointer data)
{
  TrsCall *call = call_in (world, "<Dial>" FRIEND "</Dial>", NULL);

  g_assert_true (trs_call_hang_up (call, NULL));
  assert_call (newest_call (world), "canceled");
}

/* A number that dials itself comes to an end. */
static void
test_dial_round (World *world, gconstpointer data)
{
  TrsCall *call = call_in (world, "<Dial>" NUMBER "</Dial>", NULL);

  pass (world, 60);
  g_assert_cmpuint (world->base.account->calls->len, <, 40);
  g_assert_true (trs_call_is_over (call) || trs_call_hang_up (call, NULL));
  for (guint i = 0; i < world->base.account->calls->len; i++)
    trs_call_hang_up (g_ptr_array_index (world->base.account->calls, i), NULL);
}

static void
test_conference (World *world, gconstpointer data)
{
  TrsCall *first, *second;
  TrsConference *conference;

  put (world, "http://example.com/wait", "<Say>Please wait.</Say>");
  first = call_in (world,
                   "<Dial><Conference startConferenceOnEnter=\"false\" waitUrl=\"/wait\" "
                   "statusCallback=\"http://example.com/conference\" "
                   "statusCallbackEvent=\"start end join leave\" record=\"record-from-start\">"
                   "Room</Conference></Dial><Say>It is over.</Say>",
                   NULL);
  conference = trs_account_get_running_conference (world->base.account, "Room");
  g_assert_nonnull (conference);
  g_assert_cmpint (conference->status, ==, TRS_CONFERENCE_INIT);
  pass (world, 4);
  assert_words (first, "said: Please wait.");
  second = call_in (world, "<Dial><Conference endConferenceOnExit=\"true\">Room</Conference></Dial>",
                    NULL);
  g_assert_cmpint (conference->status, ==, TRS_CONFERENCE_IN_PROGRESS);
  g_assert_null (first->background);
  assert_asked ("/conference", "StatusCallbackEvent=conference-start");
  pass (world, 10);
  g_assert_true (trs_call_hang_up (second, NULL));
  settle (world);
  g_assert_cmpint (conference->status, ==, TRS_CONFERENCE_COMPLETED);
  assert_asked ("/conference", "ReasonConferenceEnded=participant-with-end-conference-on-exit-left");
  assert_words (first, "said: It is over.");
  g_assert_cmpuint (world->base.account->recordings->len, ==, 1);
  g_assert_cmpint (trs_recording_get_duration_seconds (
                     g_ptr_array_index (world->base.account->recordings, 0)),
                   ==, 10);
}

static void
test_queue (World *world, gconstpointer data)
{
  TrsCall *caller, *worker;

  put (world, "http://example.com/wait", "<Say>You are waiting.</Say>");
  put (world, "http://example.com/after", "<Hangup/>");
  caller = call_in (world, "<Enqueue waitUrl=\"/wait\" action=\"/after\">line</Enqueue>", NULL);
  pass (world, 5);
  assert_asked ("/wait", "QueuePosition=1");
  assert_words (caller, "said: You are waiting.");
  worker = call_in (world, "<Dial><Queue>line</Queue></Dial>", NULL);
  g_assert_true (caller->bridged_call == worker);
  g_assert_null (caller->queue_member);
  g_assert_true (trs_call_hang_up (worker, NULL));
  settle (world);
  assert_asked ("/after", "QueueResult=bridged");
  assert_call (caller, "completed");
}

/* Whoever dials an empty queue waits for the next to come. */
static void
test_queue_empty (World *world, gconstpointer data)
{
  TrsCall *caller, *worker;

  g_assert_nonnull (trs_voice_queue_create (world->base.account, "line", NULL, NULL));
  worker = call_in (world, "<Dial timeout=\"20\"><Queue>line</Queue></Dial>", NULL);
  pass (world, 3);
  caller = call_in (world, "<Enqueue>line</Enqueue>", NULL);
  g_assert_true (caller->bridged_call == worker);
  g_assert_true (trs_call_hang_up (caller, NULL));
  settle (world);
  assert_call (worker, "completed");
}

static void
test_leave (World *world, gconstpointer data)
{
  TrsCall *caller;

  put (world, "http://example.com/wait", "<Gather numDigits=\"1\" action=\"/leave\"/>");
  put (world, "http://example.com/leave", "<Leave/>");
  caller = call_in (world, "<Enqueue waitUrl=\"/wait\">line</Enqueue><Say>Left.</Say>", NULL);
  g_assert_true (trs_call_press (caller, "1", NULL));
  settle (world);
  g_assert_null (caller->queue_member);
  assert_words (caller, "said: Left.");
}

static void
test_record (World *world, gconstpointer data)
{
  TrsCall *call;
  TrsRecording *recording;

  put (world, "http://example.com/recorded", "<Say>Thank you.</Say>");
  call = call_in (world, "<Record action=\"/recorded\" maxLength=\"20\"/><Say>Nothing.</Say>", NULL);
  pass (world, 1);
  g_assert_true (trs_call_speak (call, "Please call me back", 4, NULL));
  pass (world, 9);
  recording = g_ptr_array_index (world->base.account->recordings, 0);
  assert_asked ("/recorded", "RecordingDuration=5");
  g_assert_cmpstr (recording->source, ==, "RecordVerb");
  g_assert_cmpint (recording->status, ==, TRS_RECORDING_COMPLETED);
  g_assert_cmpint (trs_recording_get_duration_seconds (recording), ==, 5);
}

static void
test_record_silence (World *world, gconstpointer data)
{
  TrsCall *call = call_in (world, "<Record timeout=\"3\"/><Say>Nothing.</Say>", NULL);

  pass (world, 3);
  assert_words (call, "said: Nothing.");
}

static TrsCall *
call_out (World *world, const char *to, const char *verbs)
{
  g_autofree char *text = g_strdup_printf ("<Response>%s</Response>", verbs);
  g_autoptr(GError) error = NULL;
  TrsCall *call = trs_call_create (
    world->base.account,
    &(TrsCallRequest) { .from = NUMBER,
                        .to = to,
                        .program = &(TrsVoiceProgram) { .text = text },
                        .callback = { "http://example.com/status", "POST",
                                      "initiated ringing answered completed" } },
    &error);

  g_assert_no_error (error);
  return call;
}

static void
test_call_out (World *world, gconstpointer data)
{
  TrsCall *call = call_out (world, FRIEND, "<Say>Hello.</Say>");

  assert_call (call, "ringing");
  pass (world, 1);
  assert_words (call, "said: Hello.");
  pass (world, 1);
  assert_call (call, "completed");
  assert_asked ("/status", "CallStatus=initiated");
  assert_asked ("/status", "SequenceNumber=1");
  assert_asked ("/status", "CallStatus=in-progress");
  assert_asked ("/status", "CallStatus=completed");
}

/* A call to one of our own numbers runs what that is set to. */
static void
test_call_ourselves (World *world, gconstpointer data)
{
  TrsNumber *number = trs_engine_get_number_by_number (world->base.engine, NUMBER);
  TrsCall *call, *inbound;

  put (world, VOICE, "<Say>You have reached us.</Say>");
  trs_number_update (number, &(TrsNumberChange) { .voice_url = VOICE }, NULL);
  call = call_out (world, NUMBER, "<Pause length=\"30\"/>");
  pass (world, 1);
  inbound = newest_call (world);
  g_assert_true (inbound != call);
  g_assert_cmpstr (inbound->direction, ==, "inbound");
  assert_words (inbound, "said: You have reached us.");
  assert_call (call, "in-progress");
  pass (world, 3);
  assert_call (inbound, "completed");
  assert_call (call, "completed");
}

/* A document that leads to itself is asked for often, but not for ever. */
static void
test_redirect_round (World *world, gconstpointer data)
{
  TrsCall *call = call_in (world, "<Redirect/>", NULL);

  assert_call (call, "completed");
  assert_words (call, "problem 11215");
  g_assert_cmpuint (world->asked->len, <, 100);
}

static void
test_redirect_waiting (World *world, gconstpointer data)
{
  TrsCall *call = fixture_call_in (&world->base, "1");
  TrsTask *task = fixture_last_task (&world->base);

  g_assert_nonnull (call->queue_member);
  g_assert_true (trs_call_redirect (
    call, &(TrsVoiceProgram) { .text = (char *) "<Response><Say>Elsewhere.</Say></Response>" },
    NULL));
  g_assert_null (call->queue_member);
  assert_task (task, "canceled");
  assert_words (call, "said: Elsewhere.");
  pass (world, 1);
  assert_call (call, "completed");
}

static void
test_time_limit (World *world, gconstpointer data)
{
  TrsCall *call = call_in (world, "<Pause length=\"600\"/>", NULL);
  int limit = 30;

  g_assert_true (trs_call_update (call, &(TrsCallChange) { .time_limit = &limit }, NULL));
  pass (world, 30);
  assert_call (call, "completed");
}

static void
test_voicemail_hangup (World *world, gconstpointer data)
{
  TrsFlow *flow = g_ptr_array_index (world->base.account->flows, 0);
  TrsCall *call = fixture_call_in (&world->base, NULL);
  TrsExecution *execution = g_ptr_array_index (flow->executions, 0);

  g_assert_cmpstr (trs_flow_run_get_status (execution->run), ==, "active");
  g_assert_cmpstr (execution->call_sid, ==, call->base.sid);
  g_assert_true (trs_call_hang_up (call, NULL));
  g_assert_cmpstr (trs_flow_run_get_status (execution->run), ==, "ended");
}

/* Deleting a flow ends what runs it. */
static void
test_flow_deleted (World *world, gconstpointer data)
{
  TrsFlow *flow = g_ptr_array_index (world->base.account->flows, 0);
  TrsCall *call = fixture_call_in (&world->base, NULL);

  g_assert_true (trs_flow_delete (flow, NULL));
  assert_call (call, "completed");
  g_assert_cmpuint (world->base.account->flows->len, ==, 0);
}

#undef ADD
#define ADD(path, func) g_test_add (path, World, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/twiml-call/say", test_say);
  ADD ("/twiml-call/say/breaks", test_say_with_breaks);
  ADD ("/twiml-call/gather", test_gather);
  ADD ("/twiml-call/gather/silence", test_gather_silence);
  ADD ("/twiml-call/gather/speech", test_gather_speech);
  ADD ("/twiml-call/cookies", test_cookies);
  ADD ("/twiml-call/reject", test_reject);
  ADD ("/twiml-call/broken", test_broken);
  ADD ("/twiml-call/fallback", test_fallback);
  ADD ("/twiml-call/nobody", test_nobody);
  ADD ("/twiml-call/dial", test_dial);
  ADD ("/twiml-call/dial/no-answer", test_dial_no_answer);
  ADD ("/twiml-call/dial/many", test_dial_many);
  ADD ("/twiml-call/dial/conference-beside", test_dial_conference_beside);
  ADD ("/twiml-call/sound", test_sound);
  ADD ("/twiml-call/dial/caller-leaves", test_dial_caller_leaves);
  ADD ("/twiml-call/dial/sequential", test_dial_sequential);
  ADD ("/twiml-call/dial/sequential/nobody", test_dial_sequential_nobody);
  ADD ("/twiml-call/dial/star", test_dial_star);
  ADD ("/twiml-call/dial/star/unheard", test_dial_star_unheard);
  ADD ("/twiml-call/dial/relative-callback", test_dial_relative_callback);
  ADD ("/twiml-call/enqueue/hang-up", test_enqueue_hang_up);
  ADD ("/twiml-call/enqueue/redirect", test_enqueue_redirect);
  ADD ("/twiml-call/dial/round", test_dial_round);
  ADD ("/twiml-call/conference", test_conference);
  ADD ("/twiml-call/queue", test_queue);
  ADD ("/twiml-call/queue/empty", test_queue_empty);
  ADD ("/twiml-call/leave", test_leave);
  ADD ("/twiml-call/record", test_record);
  ADD ("/twiml-call/record/silence", test_record_silence);
  ADD ("/twiml-call/out", test_call_out);
  ADD ("/twiml-call/ourselves", test_call_ourselves);
  ADD ("/twiml-call/redirect/round", test_redirect_round);
  ADD ("/twiml-call/redirect/waiting", test_redirect_waiting);
  ADD ("/twiml-call/time-limit", test_time_limit);
  ADD ("/twiml-call/flow/hang-up", test_voicemail_hangup);
  ADD ("/twiml-call/flow/deleted", test_flow_deleted);

  return g_test_run ();
}
