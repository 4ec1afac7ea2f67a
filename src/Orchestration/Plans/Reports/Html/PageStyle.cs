namespace AgentSandbox.Orchestration.Plans.Reports.Html;

/// <summary>How the page looks: colours, type, the head, the time line, the steps.</summary>
/// <remarks>Violet is always the fork and blue always the baseline, wherever they meet on the page.</remarks>
internal static class PageStyle
{
    public static Markup Markup { get; } = Html.Markup.Of($$$$"""
        :root{color-scheme:light dark;--paper:#f7f6f3;--card:#fff;--ink:#1c1e24;--soft:#5c626e;--line:#dfddd6;--hair:#ecebe6;--code:#f4f3ef;
        --pass:#17784a;--fail:#c0272d;--inc:#96590a;--idle:#6b717d;--fork:#6a35cf;--base:#2f6b93;--state:var(--idle);
        --sans:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","DejaVu Sans",sans-serif;
        --mono:ui-monospace,"SF Mono","Cascadia Code",Menlo,Consolas,"DejaVu Sans Mono",monospace}
        @media (prefers-color-scheme:dark){:root{--paper:#131519;--card:#1a1d23;--ink:#e9e8e4;--soft:#a0a6b2;--line:#31353e;--hair:#262a32;--code:#14171c;
        --pass:#4ec48c;--fail:#ff817d;--inc:#eeb04c;--idle:#969dab;--fork:#b99cff;--base:#7dbce4}}
        .is-pass,.s-passed,.s-pass{--state:var(--pass)}.is-fail,.s-failed,.s-fail{--state:var(--fail)}.is-inconclusive,.s-inconclusive,.s-flaky{--state:var(--inc)}.s-skipped,.s-waiting,.s-running{--state:var(--idle)}
        *,*::before,*::after{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
        body{margin:0;background:var(--paper);color:var(--ink);font:400 16px/1.55 var(--sans);border-top:6px solid var(--state)}
        .page{max-width:1080px;margin:0 auto;padding:2.25rem 2rem 4rem}
        h1,h2,h3,p,ol,ul,dl,dd,figure,table,pre{margin:0;padding:0}ol,ul{list-style:none}
        h2{font-size:1.125rem;line-height:1.3;font-weight:650;letter-spacing:-.01em;margin:3rem 0 .9rem}h2 small{font-weight:400;font-size:.9375rem;color:var(--soft);margin-left:.5rem;letter-spacing:0}
        h3{font-size:.9375rem;line-height:1.4;font-weight:600;overflow-wrap:anywhere}
        a{color:inherit;text-decoration-color:color-mix(in srgb,currentColor 35%,transparent);text-underline-offset:.2em}a:hover{text-decoration-color:currentColor}
        :focus-visible{outline:2px solid var(--fork);outline-offset:2px;border-radius:4px}
        code,pre{font-family:var(--mono);font-size:.8125rem;font-variant-ligatures:none}
        code,pre,b,p,dd,td,th,span{unicode-bidi:isolate}
        pre{background:var(--code);border-radius:6px;padding:.7rem .85rem;overflow:auto;max-height:26rem;line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere;tab-size:2}
        .hidden,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        .skip:focus{position:absolute;left:1rem;top:.5rem;background:var(--card);padding:.5rem 1rem;border-radius:6px}
        .none{color:var(--soft);font-size:.875rem}
        .sign{width:1.25rem;height:1.25rem;flex:none;fill:none;stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round}
        .sign>:first-child{fill:var(--state);stroke:none}.sign>:last-child{stroke:var(--card);fill:none}
        .badge{display:inline-block;font-size:.75rem;line-height:1.25rem;padding:0 .5rem;border-radius:4px;background:var(--hair);color:var(--soft);white-space:nowrap;font-variant-numeric:tabular-nums}
        .badge.state{background:color-mix(in srgb,var(--state) 13%,var(--card));color:var(--state);font-weight:600}
        .badge.fork{background:color-mix(in srgb,var(--fork) 12%,var(--card));color:var(--fork)}.badge.warn{background:color-mix(in srgb,var(--inc) 14%,var(--card));color:var(--inc);white-space:normal}

        .over{display:flex;justify-content:space-between;gap:.25rem 2rem;flex-wrap:wrap;font-size:.9375rem;color:var(--soft);overflow-wrap:anywhere}.over>:first-child{color:var(--ink);font-weight:600}.over b{font-weight:600;color:var(--fork)}
        .hero{display:grid;grid-template-columns:auto 1fr;gap:1.25rem 2.5rem;align-items:start;margin:1.5rem 0 0;padding:1.75rem 0 2rem;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
        h1{display:flex;align-items:center;gap:.9rem;font-size:clamp(2.25rem,5vw,3.5rem);line-height:1;letter-spacing:-.035em;font-weight:750;color:var(--state)}h1 .sign{width:.86em;height:.86em}h1 .sign>:last-child{stroke:var(--paper)}
        .reason{font-size:1.1875rem;line-height:1.45;letter-spacing:-.008em;overflow-wrap:anywhere;max-width:44em;text-wrap:pretty}
        .purpose{margin-top:.5rem;color:var(--soft);max-width:44em;overflow-wrap:anywhere}
        .telling ol{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:1.25rem 2rem}
        .telling li{border-top:3px solid var(--state);padding-top:.7rem;display:flex;flex-direction:column;gap:.35rem;overflow-wrap:anywhere}.telling li p{line-height:1.45}
        .telling li a,.telling li>span{font:400 .8125rem/1.5 var(--mono);color:var(--soft);align-self:start}
        .versus{display:grid;grid-template-columns:3fr 2fr;gap:1rem}
        .side{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--c);border-radius:8px;padding:.9rem 1.1rem}.side h3{color:var(--c);margin-bottom:.35rem}.side.fork{--c:var(--fork)}.side.base{--c:var(--base)}
        .side li{display:flex;flex-wrap:wrap;gap:.1rem .9rem;align-items:baseline;padding:.2rem 0;font-size:.9375rem}.side li b{font-weight:600}.side li span{color:var(--soft);font-size:.875rem}.side li .badge{color:var(--inc);font-size:.75rem}
        .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(13.5rem,1fr));gap:.9rem 1.5rem;margin-top:1.25rem}
        .facts dt{font-size:.8125rem;color:var(--soft)}.facts dd{font-size:.9375rem;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}

        .timeline{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.45rem 0}
        .timeline a{display:grid;grid-template-columns:1.25rem minmax(7rem,15rem) 1fr 5rem;gap:0 .8rem;align-items:center;padding:.28rem 1.1rem;text-decoration:none;font-size:.9375rem}
        .timeline a:hover{background:var(--hair)}.timeline .id{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.timeline a:hover .id{text-decoration:underline}
        .timeline .track{position:relative;height:.75rem;background:linear-gradient(to right,var(--hair) 1px,transparent 1px) 0 0/25% 100%}
        .timeline i{position:absolute;top:0;height:100%;min-width:3px;border-radius:2px;background:var(--state)}
        .timeline .time{text-align:right;color:var(--soft);font-size:.875rem;font-variant-numeric:tabular-nums}

        .step{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--state);border-radius:8px;margin-bottom:.75rem;scroll-margin-top:1rem}
        .step>summary{display:flex;gap:.75rem;align-items:center;padding:.75rem 1.1rem;cursor:pointer;list-style:none;border-radius:8px}.step>summary::-webkit-details-marker{display:none}
        .step>summary::after{content:"";width:.5rem;height:.5rem;flex:none;border:solid var(--soft);border-width:0 2px 2px 0;transform:translateY(-2px) rotate(45deg);margin:0 .2rem 0 .35rem}.step[open]>summary::after{transform:translateY(1px) rotate(225deg)}
        .step>summary:hover{background:color-mix(in srgb,var(--hair) 55%,transparent)}
        .name{flex:1;min-width:0;overflow-wrap:anywhere;line-height:1.4}.name b{font-weight:650;margin-right:.6rem}.name .title{color:var(--soft);font-size:.9375rem}
        .badges{display:flex;flex-wrap:wrap;gap:.3rem;justify-content:flex-end}
        .step>.body{padding:.1rem 1.1rem 1.1rem 3.05rem}
        .why{overflow-wrap:anywhere;max-width:52em}
        .inputs{margin-top:.75rem}
        footer{margin-top:3.5rem;padding-top:1.25rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem;display:flex;flex-wrap:wrap;gap:.4rem 2rem;justify-content:space-between}footer p{overflow-wrap:anywhere}

        @media (max-width:720px){body{font-size:15.5px}.page{padding:1.25rem 1rem 3rem}.hero{grid-template-columns:1fr;gap:1rem;margin-top:1rem;padding:1.25rem 0 1.4rem}h2{margin-top:2.25rem}.reason{font-size:1.0625rem}
        .versus{grid-template-columns:1fr}.facts{grid-template-columns:1fr 1fr}
        .timeline a{grid-template-columns:1.25rem 1fr auto;padding:.4rem .8rem}.timeline .track{grid-column:2/-1;grid-row:2;height:.3rem;margin-top:.15rem}
        .step>summary{flex-wrap:wrap;padding:.75rem .8rem;gap:.4rem .7rem}.step>summary .name{flex:1 1 60%}.name .title{display:block}.step>summary .badges{order:3;flex-basis:100%;justify-content:flex-start;padding-left:1.95rem}.step>.body{padding:.1rem .8rem .9rem}}
        @media print{:root{color-scheme:light}body{background:#fff;font-size:11pt}.page{max-width:none;padding:0}.skip{display:none}pre{max-height:none}.step>summary::after{display:none}
        details::details-content{content-visibility:visible;height:auto;display:block}.step,.evidence,tr,.telling li{break-inside:avoid}.timeline i,.badge,.bar i,.sign,pre{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        @media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
        """);
}
