"""Whole lives of a battery, each under a price of wear."""

import warnings as python_warnings
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from battcore._arrays import Floats
from battcore.aging import AgingModel, AgingRun, RangeWarning, predict
from battcore.dispatch._plan import Plan
from battcore.dispatch._queue import plan_by_queue
from battcore.dispatch._wishes import Wishes
from battcore.site import Battery, Site

_YEAR_SECOND = 365 * 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Life:
    """What comes of a price of wear."""

    price_per_kwh: float
    years: float
    throughput_kwh_per_year: float
    revenue_per_year: float
    annuity: float
    net_present_value: float
    plan: Plan
    run: AgingRun


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lives:
    """A battery at its site, whose record repeats until aging ends its life."""

    battery: Battery
    site: Site
    wishes: Wishes
    model: AgingModel
    replacement_cost: float
    end_of_life: float
    discount_rate: float
    years_max: float
    temperature_celsius: ArrayLike

    def under(self, price_per_kwh: float, cost_without: float) -> Life:
        """Plan under a price, age by the plan, and weigh what comes of it."""
        plan = self._plan(price_per_kwh)
        run = self._aged(plan)
        years = min(float(run.end_of_life(self.end_of_life)) / _YEAR_SECOND, self.years_max)
        hours = self._hours
        per_year = _YEAR_SECOND / 3600.0 / float(hours.sum())
        throughput = (plan.charge_watt + plan.discharge_watt) @ hours / 1e3
        revenue = (cost_without - _bill(plan)) * per_year
        worth = self._worth_of_a_year(years)
        return Life(
            price_per_kwh=price_per_kwh,
            years=years,
            throughput_kwh_per_year=float(throughput) * per_year,
            revenue_per_year=revenue,
            annuity=revenue - self.replacement_cost / worth,
            net_present_value=revenue * worth - self.replacement_cost,
            plan=plan,
            run=run,
        )

    def cost_without(self) -> float:
        """What the record costs where the battery stands still. [currency]"""
        still = replace(
            self.battery,
            charge_power_watt=0.0,
            discharge_power_watt=0.0,
            self_discharge_per_day=0.0,
        )
        return _bill(plan_by_queue(still, self.site, replace(self.wishes, holding_cost=None)))

    @property
    def _hours(self) -> Floats:
        size = np.size(self.site.load_watt)
        return np.broadcast_to(np.asarray(self.site.dt_second, float) / 3600.0, size)

    def _plan(self, price_per_kwh: float) -> Plan:
        battery = replace(
            self.battery,
            charge_cost_per_kwh=price_per_kwh,
            discharge_cost_per_kwh=price_per_kwh,
        )
        return plan_by_queue(battery, self.site, self.wishes)

    def _aged(self, plan: Plan) -> AgingRun:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore", RangeWarning)  # told once, of the best life
            return predict(
                self.model,
                np.append(self.wishes.soc_start, plan.soc),
                self.temperature_celsius,
                np.asarray(self.site.dt_second, float),
                years=self.years_max,
                until=self.end_of_life,
            )

    def _worth_of_a_year(self, years: float) -> float:
        """What a unit of money each year of a life is worth at its start, paid throughout."""
        rate = float(np.log1p(self.discount_rate))
        return years if rate == 0.0 else float(-np.expm1(-rate * years)) / rate


def _bill(plan: Plan) -> float:
    return plan.costs.energy + plan.costs.export + plan.costs.demand
