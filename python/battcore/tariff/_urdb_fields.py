"""Fields of the U.S. Utility Rate Database: read, refused, or without bearing on a bill."""

import warnings
from collections.abc import Mapping
from typing import Any

from battcore.error import InputError
from battcore.tariff._reading import TariffWarning

_READ = {
    "energyratestructure",
    "energyweekdayschedule",
    "energyweekendschedule",
    "demandratestructure",
    "demandweekdayschedule",
    "demandweekendschedule",
    "demandrateunit",
    "demandunits",
    "demandwindow",
    "demandratchetpercentage",
    "lookbackPercent",
    "lookbackMonths",
    "lookbackRange",
    "flatdemandstructure",
    "flatdemandmonths",
    "flatdemandunit",
    "flatdemandunits",
    "fixedchargefirstmeter",
    "fixedchargeunits",
    "fixedmonthlycharge",
}
_CHANGE_THE_BILL = {
    "annualmincharge",
    "coincidentratestructure",
    "demandreactivepowercharge",
    "fixedchargeeaaddl",
    "fueladjustmentsmonthly",
    "mincharge",
    "minmonthlycharge",
}
_TELL_ABOUT_IT = {
    "approved",
    "basicinformationcomments",
    "chargeunits",
    "country",
    "demandcomments",
    "description",
    "eiaid",
    "enddate",
    "energycomments",
    "is_default",
    "label",
    "minchargeunits",
    "name",
    "peakkwcapacityhistory",
    "peakkwcapacitymax",
    "peakkwcapacitymin",
    "peakkwhusagehistory",
    "peakkwhusagemax",
    "peakkwhusagemin",
    "phasewiring",
    "revisions",
    "sector",
    "servicetype",
    "source",
    "sourceparent",
    "startdate",
    "supersedes",
    "uri",
    "utility",
    "voltagecategory",
    "voltagemaximum",
    "voltageminimum",
}


def look_over(rate: Mapping[str, Any]) -> None:
    """Raise for what would change the bill and is not understood; warn of what is not known."""
    for name in sorted(_CHANGE_THE_BILL & {*rate}):
        if rate[name] not in (0, 0.0, None, "", [], [0] * 12):
            raise InputError(f"{name} changes the bill and is not understood", name)
    unused = {*rate} - _READ - _CHANGE_THE_BILL - _TELL_ABOUT_IT
    if unused:
        text = f"not used: {', '.join(sorted(unused))}"
        warnings.warn(text, TariffWarning, stacklevel=3)
