namespace AgentSandbox.Orchestration.Plans.Reports.Html;

/// <summary>How evidence looks: claims, differences, hops, latencies, results of tests.</summary>
internal static class EvidenceStyle
{
    public static Markup Markup { get; } = Html.Markup.Of($$$$"""
        .evidence{margin-top:1.5rem}.evidence>h3{margin-bottom:.6rem}.evidence.grave>h3::before,.evidence.warns>h3::before{content:"";display:inline-block;width:.55rem;height:.55rem;border-radius:50%;background:var(--fail);margin-right:.5rem}.evidence.warns>h3::before{background:var(--inc)}
        .lines{margin-top:.6rem;font-size:.875rem;color:var(--soft)}.lines>summary{cursor:pointer;width:max-content}.lines pre{margin-top:.4rem;color:var(--ink)}
        table{border-collapse:collapse;width:100%;font-size:.875rem}
        caption{text-align:left;font-weight:600;font-size:.9375rem;padding-bottom:.45rem}
        th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;border-top:1px solid var(--hair);overflow-wrap:anywhere;font-weight:400}
        thead th{border-top:0;color:var(--soft);font-size:.8125rem;padding-top:0}
        .claims{margin-top:1.1rem;table-layout:fixed}.found{color:var(--fail)}
        td code,th code{white-space:pre-wrap}

        .legend{display:flex;flex-wrap:wrap;gap:.3rem .5rem;font-size:.875rem;color:var(--soft);margin-bottom:.6rem}
        .class{--c:var(--idle);display:inline-block;font:600 .75rem/1.3rem var(--sans);padding:0 .5rem;border-radius:4px;color:var(--c);background:color-mix(in srgb,var(--c) 13%,var(--card))}
        .c-breaking{--c:var(--fail)}.c-changed{--c:var(--inc)}.c-additive{--c:var(--pass)}.c-allowed,.c-noise,.c-ignored{--c:var(--idle)}
        .diff{table-layout:fixed;border:1px solid var(--line);border-radius:6px;border-collapse:separate;border-spacing:0;overflow:hidden}
        .diff th,.diff td{padding:.6rem .8rem}.diff thead th{background:var(--code);padding:.4rem .8rem}.diff thead .base{color:var(--base);font-weight:600}.diff thead .fork{color:var(--fork);font-weight:600}
        .diff tbody th{width:34%;border-left:3px solid var(--c)}.diff td{border-left:1px solid var(--hair)}
        .diff tbody tr{--c:var(--idle)}.diff tbody tr.c-breaking{--c:var(--fail)}.diff tbody tr.c-changed{--c:var(--inc)}.diff tbody tr.c-additive{--c:var(--pass)}
        .diff tbody th .class{display:table;margin-bottom:.2rem}.diff small{display:block;color:var(--soft);font-size:.8125rem;line-height:1.4;margin-top:.15rem}
        .diff tr.c-breaking td,.diff tr.c-changed td,.diff tr.c-additive td{background:color-mix(in srgb,var(--c) 4%,var(--card))}
        .diff tr.c-noise,.diff tr.c-ignored,.diff tr.c-allowed{color:var(--soft)}
        mark{background:color-mix(in srgb,var(--c) 24%,transparent);color:inherit;border-radius:2px;box-shadow:0 0 0 1px color-mix(in srgb,var(--c) 24%,transparent)}
        .absent{color:var(--soft);font-style:italic}

        .path{display:flex;flex-wrap:wrap;gap:.9rem 0;align-items:center}
        .caller{display:flex;align-items:center;gap:.4rem;font-size:.8125rem;color:var(--soft)}.dot{width:.6rem;height:.6rem;border-radius:50%;border:2px solid var(--soft)}
        .hop{--c:var(--idle);--k:var(--fork);display:flex;align-items:center;min-width:0}.hop.fork{--c:var(--fork)}.hop.baseline{--c:var(--base)}.hop.nokey{--k:var(--fail)}
        .edge{position:relative;width:4.25rem;flex:none;align-self:stretch;min-height:2.6rem}
        .edge::before{content:"";position:absolute;left:.4rem;right:.7rem;top:50%;border-top:2px solid var(--k)}.nokey .edge::before{border-top-style:dashed}
        .edge::after{content:"";position:absolute;right:.45rem;top:50%;width:.5rem;height:.5rem;margin-top:calc(-.25rem + 1px);border:solid var(--k);border-width:2px 2px 0 0;transform:rotate(45deg)}
        .edge span{position:absolute;left:0;right:.3rem;bottom:calc(50% + .15rem);text-align:center;font-size:.6875rem;line-height:1.2;color:var(--k)}.nokey .edge span{font-weight:650}
        .node{display:grid;border:1.5px solid var(--c);border-radius:8px;padding:.4rem .8rem;background:color-mix(in srgb,var(--c) 7%,var(--card));line-height:1.35;min-width:0;overflow-wrap:anywhere}
        .node b{font-weight:650;font-size:.9375rem}.who{color:var(--c);font-size:.8125rem;font-weight:600}.how{color:var(--soft);font-size:.8125rem;font-variant-numeric:tabular-nums}.how .bad{color:var(--fail);font-weight:650}

        .key{display:inline-flex;align-items:center;gap:.45rem;margin-right:1rem}.key i{width:1.1rem;height:.75rem;flex:none;border:2px solid var(--c);border-radius:3px;background:color-mix(in srgb,var(--c) 22%,transparent)}.key b{color:var(--c);font-weight:650}
        .latency .base{--c:var(--base)}.latency .fork{--c:var(--fork)}
        .histogram{padding-bottom:1.6rem;position:relative}.histogram svg{display:block;width:100%;height:9.5rem;border-bottom:1px solid var(--line);overflow:visible}
        .histogram path{vector-effect:non-scaling-stroke;fill:none}.area{stroke:var(--c);stroke-width:1.75}.histogram .area{fill:color-mix(in srgb,var(--c) 17%,transparent)}.grid{stroke:var(--hair)}.median{stroke:var(--c);stroke-width:1.5;stroke-dasharray:5 4}
        .axis{position:absolute;left:0;right:0;bottom:0;height:1.4rem;font-size:.75rem;color:var(--soft);font-variant-numeric:tabular-nums}.axis span{position:absolute;transform:translateX(-50%);white-space:nowrap}
        .quantiles{margin-top:1rem}.quantiles td,.quantiles th{padding:.38rem 1rem .38rem 0;white-space:nowrap;font-variant-numeric:tabular-nums;vertical-align:middle}.quantiles thead th:nth-child(2){color:var(--base)}.quantiles thead th:nth-child(3){color:var(--fork)}
        .quantiles .plot{width:52%;padding-right:.5rem}.quantiles .track{display:block;position:relative;height:1rem;background:linear-gradient(var(--hair),var(--hair)) 0 50%/100% 1px no-repeat}
        .track .span{position:absolute;top:calc(50% - 2px);height:4px;background:color-mix(in srgb,var(--soft) 35%,transparent)}.whisker{position:absolute;top:calc(50% - 5px);height:10px;border-radius:3px;background:color-mix(in srgb,var(--c) 24%,transparent)}
        .mark{position:absolute;top:calc(50% - 5px);width:10px;height:10px;margin-left:-5px;border-radius:50%;background:var(--c);border:1.5px solid var(--card)}.mark.base{border-radius:2px}
        .thresholds{margin-top:1rem;display:grid;gap:.45rem;font-size:.9375rem}.thresholds li{display:flex;gap:.6rem;align-items:flex-start;overflow-wrap:anywhere}.thresholds .sign{margin-top:.12rem}.thresholds b{font-weight:650}.thresholds .found{color:var(--soft);font-variant-numeric:tabular-nums}.thresholds small{color:var(--soft);font-size:.875rem}

        .bar{display:flex;gap:2px;height:.8rem;border-radius:4px;overflow:hidden;margin-bottom:.45rem;max-width:40rem}.bar i{background:var(--state);min-width:3px}.bar .s-skipped{opacity:.5}
        .failed{display:grid;gap:.7rem}.failed b{font-weight:600;font-size:.875rem;overflow-wrap:anywhere}.failed pre{margin-top:.25rem}
        .artifact{font-size:.9375rem;color:var(--soft);overflow-wrap:anywhere}.artifact code{color:var(--ink)}

        @media (max-width:720px){
        .stack,.stack caption,.stack tbody,.stack tr,.stack th,.stack td{display:block}.stack thead{display:none}.stack tr{padding:.5rem 0;border-top:1px solid var(--hair)}.stack th,.stack td{border:0;padding:.15rem 0;width:auto!important}
        .stack [data-label]::before{content:attr(data-label);display:block;font:400 .75rem/1.4 var(--sans);color:var(--soft)}
        .diff.stack tbody tr{padding:0;border-left:3px solid var(--c)}.diff.stack tbody th{border-left:0;padding:.6rem .7rem .3rem}.diff.stack tbody td{padding:.3rem .7rem .5rem;border-left:0}.diff.stack .base[data-label]::before{color:var(--base);font-weight:600}.diff.stack .fork[data-label]::before{color:var(--fork);font-weight:600}
        .path{display:block}.caller{padding-left:.05rem}.hop{display:block}.edge{display:block;width:auto;height:2.1rem;min-height:0}
        .edge::before{left:.28rem;right:auto;top:.2rem;bottom:.35rem;border-top:0;border-left:2px solid var(--k)}.nokey .edge::before{border-top-style:none;border-left-style:dashed}.edge::after{left:.1rem;right:auto;top:auto;bottom:.35rem;transform:rotate(135deg)}.edge span{left:1.1rem;right:auto;bottom:.55rem;font-size:.75rem}
        .quantiles tr{display:grid;grid-template-columns:4.3rem 1fr 1fr 4rem;border-top:1px solid var(--hair);padding:.3rem 0}.quantiles thead tr{border:0}.quantiles th,.quantiles td{border:0;padding:.1rem 0}.quantiles td:nth-child(4),.quantiles th:nth-child(4){text-align:right}.quantiles thead .plot{display:none}.quantiles .plot{grid-column:1/-1;width:auto;padding:0 .4rem}
        .key{display:flex;margin:0}.legend{row-gap:.35rem}}
        """);
}
