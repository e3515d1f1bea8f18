/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tra-phone-library.h"

#include <cstring>
#include <memory>
#include <string>

#include <phonenumbers/asyoutypeformatter.h>
#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

/* The longest text that is looked at: no number is as long. */
static const size_t max_length = 64;

static char *
copy (const std::string &text)
{
  return strdup (text.c_str ());
}

/* What the library calls a region that is not known. */
static std::string
region_or_unknown (const char *region)
{
  return strlen (region) == 2 ? region : "ZZ";
}

static bool
has_digit (const char *text)
{
  return strpbrk (text, "0123456789") != nullptr;
}

static TraPhoneVerdict
verdict_of (const PhoneNumber &number)
{
  const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance ();

  if (util.IsValidNumber (number))
    return TRA_PHONE_VALID;
  switch (util.IsPossibleNumberWithReason (number))
    {
    case PhoneNumberUtil::TOO_SHORT:
    case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
      return TRA_PHONE_TOO_SHORT;
    case PhoneNumberUtil::TOO_LONG:
      return TRA_PHONE_TOO_LONG;
    default:
      return TRA_PHONE_INVALID;
    }
}

static TraPhoneVerdict
parse (const char *text, const char *region, char **e164, char **international)
{
  const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance ();
  PhoneNumber number;
  std::string written;
  TraPhoneVerdict verdict;

  *e164 = *international = nullptr;
  if (*text == '\0')
    return TRA_PHONE_EMPTY;
  if (strlen (text) > max_length)
    return TRA_PHONE_TOO_LONG;
  switch (util.Parse (text, region_or_unknown (region), &number))
    {
    case PhoneNumberUtil::NO_PARSING_ERROR:
      break;
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
      return has_digit (text) && *text != '+' ? TRA_PHONE_NO_COUNTRY : TRA_PHONE_INVALID;
    case PhoneNumberUtil::TOO_SHORT_NSN:
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
      return TRA_PHONE_TOO_SHORT;
    case PhoneNumberUtil::TOO_LONG_NSN:
      return TRA_PHONE_TOO_LONG;
    default:
      return has_digit (text) ? TRA_PHONE_TOO_SHORT : TRA_PHONE_NOT_A_NUMBER;
    }

  verdict = verdict_of (number);
  if (verdict == TRA_PHONE_VALID)
    {
      util.Format (number, PhoneNumberUtil::E164, &written);
      *e164 = copy (written);
      util.Format (number, PhoneNumberUtil::INTERNATIONAL, &written);
      *international = copy (written);
    }
  return verdict;
}

static char *
format (const char *e164)
{
  const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance ();
  PhoneNumber number;
  std::string written;

  if (*e164 != '+' || strlen (e164) > max_length ||
      util.Parse (e164, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR)
    return nullptr;
  util.Format (number, PhoneNumberUtil::INTERNATIONAL, &written);
  return copy (written);
}

static char *
format_as_typed (const char *text, const char *region)
{
  const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance ();
  const std::unique_ptr<i18n::phonenumbers::AsYouTypeFormatter> formatter (
      util.GetAsYouTypeFormatter (region_or_unknown (region)));
  std::string written;

  for (const char *p = text; *p != '\0' && size_t (p - text) < max_length; p++)
    if (strchr ("+*#0123456789", *p) != nullptr)
      formatter->InputDigit (*p, &written);
  return copy (written);
}

extern "C" const TraPhoneLibrary tra_phone_library;
extern "C" __attribute__ ((visibility ("default")))
const TraPhoneLibrary tra_phone_library = { parse, format, format_as_typed };
