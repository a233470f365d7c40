/**
 * Words of money, work, meetings and travel that mean nearly the same, in seven languages.
 *
 * @module
 */
/** One concept a line: its words per language, columns separated by `|`. Stems match, so one form of a word suffices. */
export const PUBLIC_CONCEPTS: string = `
cost price fee charge rate tariff|kosten preis gebühr entgelt tarif beitrag|coût prix frais tarif coûter|coste costo precio tarifa cuota costar cuesta|价格 费用 价钱 收费|料金 価格 値段 費用 会費|가격 요금 비용
pay paid payment payable settle|zahlen bezahlen zahlung|payer paiement régler|pagar pago|支付 付款 缴纳|支払 払い 納付|지불 결제 납부
bill invoice|rechnung|facture|factura|账单 发票|請求 請求書|청구서
receipt voucher proof|beleg quittung kassenbon|reçu ticket justificatif|recibo comprobante|收据|領収 領収書 レシート|영수증
total sum altogether overall|gesamt summe betrag gesamtbetrag rechnungsbetrag endbetrag insgesamt|total somme montant|total suma importe|总计 合计 总额 共计|合計 総額|합계 총액
amount sum|betrag höhe|montant somme|importe monto cantidad|金额|金額|금액
deposit|kaution anzahlung pfand|caution dépôt acompte|fianza depósito señal|押金 定金|敷金 保証金|보증금
rent rental lease|miete mieten mietvertrag pacht|loyer bail location|alquiler renta arrendamiento|房租 租金 租约|家賃 賃貸|월세 임대
salary wage pay income earnings|gehalt lohn einkommen|salaire revenu|salario sueldo ingresos|工资 薪水|給料 給与|급여 월급
cheap inexpensive affordable cheaper|billig günstig preiswert gesunken|bon marché économique|barato económico|便宜|安い|싸다 저렴
expensive dear costly pricey|teuer|cher coûteux|caro|贵|高い|비싸
free gratis complimentary|kostenlos gratis umsonst frei|gratuit|gratis gratuito|免费|無料|무료
discount reduction rebate|rabatt ermäßigung nachlass|réduction remise rabais|descuento rebaja|折扣 优惠|割引|할인
refund reimburse repay reimbursement|erstattung rückerstattung erstatten|remboursement rembourser|reembolso reembolsar devolución|退款 报销|返金 払い戻し|환불
debt owe loan credit|schuld schulden darlehen kredit|dette prêt crédit devoir|deuda préstamo crédito deber|贷款 欠款 借款|借金 融資 ローン|대출 빚
bank account|konto bank bankverbindung|compte banque|cuenta banco|账户 银行|口座 銀行|계좌 은행
tax vat|steuer mehrwertsteuer umsatzsteuer|taxe impôt tva|impuesto iva|税|税金 消費税|세금
budget funds funding|haushalt etat budget mittel|budget fonds|presupuesto fondos|预算|予算|예산
grant subsidy award|zuschuss förderung fördermittel|subvention|subvención ayuda beca|补助 拨款 资助|助成金 補助金|보조금 지원금
insurance insurer policy|versicherung police|assurance assureur|seguro aseguradora póliza|保险|保険|보험
donate donation gift|spende spenden|don donner|donación donar|捐款 捐赠|寄付|기부
buy bought purchase acquire order|kaufen kauf gekauft bestellen anschaffen|acheter achat commander|comprar compra adquirir pedido|购买 买了|購入 買う|구매 구입
sell sold sale|verkaufen verkauf|vendre vente|vender venta|出售 卖掉|販売 売る|판매
order|bestellung bestellen|commande|pedido encargo|订单 订购|注文|주문
deliver delivery delivered shipping shipment supplied dispatch|lieferung liefern versand zustellung|livraison livrer|entrega entregar envío|送货 交货 发货|配達 配送 納品|배송 배달
supplier vendor provider|lieferant anbieter|fournisseur|proveedor|供应商|業者 仕入先|공급업체
customer client|kunde kundin|client|cliente|客户 顾客|顧客|고객
shop store market|laden geschäft markt|magasin boutique marché|tienda mercado|商店 店|店|가게 상점
company firm business enterprise|firma unternehmen betrieb|entreprise société|empresa compañía|公司|会社 企業|회사
start begin began begun commence open launch|beginn beginnen anfang anfangen start|début commencer débuter|inicio empezar comenzar comienzo|开始|開始 始まり|시작
end finish expire ended until close terminate|ende enden ablaufen schluss|fin finir terminer expirer|fin terminar acabar vencer|结束 到期|終了 終わり|종료 끝
due deadline payable expire closing submit submission|fällig frist fälligkeit stichtag abgabe|échéance délai date limite|plazo vencimiento fecha límite entregar|截止 期限 到期|締切 締め切り 期限|마감 기한
date day|datum tag termin|date jour|fecha día|日期|日付 日程|날짜
appointment meeting|termin|rendez-vous|cita|预约|予約|예약
meeting meet met gather assembly session|versammlung sitzung treffen besprechung|réunion assemblée séance|reunión asamblea junta sesión|会议 开会 大会|会議 総会 集会|회의 모임 총회
minutes record protocol|protokoll|procès-verbal compte-rendu|acta|会议记录|議事録|회의록
agenda item topic|tagesordnung punkt thema|ordre point sujet|orden punto tema|议题 议程|議題|안건
vote ballot voice poll|abstimmung stimme wahl|vote voix scrutin|voto votación|投票 表决|投票 採決|투표
elect elected choose chosen chose pick select|wählen gewählt wahl|élire élu choisir|elegir elegido|选举 选择|選出 選ぶ|선출 선택
proxy represent representative substitute deputy|vollmacht vertretung vertreter stellvertreter|procuration représentant remplaçant|poder representante suplente|代理 委托 代表|代理 代表|대리 위임
attend attendance present come came participate|anwesend teilnehmen teilnahme kommen|présent assister participer venir|presente asistir asistencia participar venir|出席 参加|出席 参加|참석 참가 출석
absent away missing|abwesend fehlt|absent|ausente|缺席|欠席 不在|결석 부재
chair chairman chairwoman chairperson president head|vorsitz vorsitzende vorstand präsident|président présidence|presidente presidencia|主席 会长|議長 会長|회장 의장
board committee council|vorstand ausschuss rat|conseil comité bureau|consejo comité junta directiva|委员会 理事会|委員会 理事会|위원회 이사회
treasurer|kassenwart schatzmeister kassierer|trésorier|tesorero|财务 会计|会計|회계 총무
member membership|mitglied mitgliedschaft|membre adhérent adhésion|miembro socio afiliado|会员 成员|会員 メンバー|회원
decide decision decided agree agreed agreement resolved resolution|beschluss beschließen entscheidung entschieden vereinbarung|décision décider accord convenir|decisión decidir acuerdo acordar|决定 同意|決定 合意|결정 합의
successor replace replacement succeed takeover|nachfolger ersatz ersetzen nachfolge|successeur remplacer remplacement|sucesor sustituto reemplazo relevo|接替 替换|後任 交換|후임 교체
resign resigned quit retire step|rücktritt zurücktreten ruhestand|démission retraite|dimitir dimisión jubilarse|辞职 退休|辞任 退職|사임 은퇴
boss manager supervisor lead chief head director|chef leiter leitung vorgesetzte geschäftsführer|chef responsable directeur gérant|jefe director encargado gerente|经理 主管 负责人|責任者 上司 店長|책임자 관리자
responsible charge duty responsibility|verantwortlich zuständig|responsable chargé|responsable encargado|负责|担当|담당
staff employee personnel worker colleague|mitarbeiter angestellte personal kollege|employé personnel collègue|empleado personal trabajador compañero|员工 同事 职员|社員 職員 従業員|직원
work job role position occupation employment task|arbeit beruf stelle tätigkeit aufgabe|travail emploi poste métier|trabajo empleo puesto cargo|工作 职位|仕事 業務|업무 직업
hire recruit employ|einstellen anstellen|embaucher recruter|contratar|雇用 招聘|採用 雇う|채용
volunteer|ehrenamtlich freiwillige|bénévole volontaire|voluntario|志愿者|ボランティア|자원봉사
holiday vacation leave|urlaub ferien|vacances congé|vacaciones permiso|假期 休假|休暇 休み|휴가
closed shut close closure|geschlossen schließen ruhetag|fermé fermer fermeture|cerrado cerrar cierre|关闭 关门 休息|休業 閉店 定休日 休館|휴무 휴관
open opening|geöffnet öffnen öffnungszeit|ouvert ouverture ouvrir|abierto apertura abrir horario|开放 开门 营业|開店 営業 開館|영업 개관 개장
hours schedule timetable rota roster|zeiten zeitplan dienstplan stundenplan|horaire planning|horario turno|时间表 日程|時間割 予定表|시간표 일정
weekly week|woche wöchentlich|semaine hebdomadaire|semana semanal|每周 星期|毎週 週間|매주 주간
monthly month|monat monatlich|mois mensuel|mes mensual|每月 月份|毎月 月額|매월 월간
yearly annual annually year|jahr jährlich|an année annuel|año anual|每年 年度|毎年 年間|매년 연간
daily day|tag täglich|jour quotidien|día diario|每天 每日|毎日|매일
early before earlier prior|früh vor vorher|tôt avant|temprano antes|提前 之前|早い 以前 事前|이전 미리
late after later delay delayed|spät nach verspätet verspätung|tard après retard|tarde después retraso|推迟 延误 之后|遅い 遅延 以降|지연 이후
advance notice ahead beforehand warning|voraus frist vorher kündigungsfrist|avance préavis|antelación preaviso|提前|事前 前日|사전
postpone postponed reschedule moved delay|verschoben verschieben|reporté reporter|aplazar aplazado|推迟 延期|延期|연기
cancel cancelled cancellation revoke terminate withdraw|absagen stornieren kündigen kündigung abgesagt stornierung|annuler annulation résilier|cancelar cancelación anular rescindir|取消 解约|取消 解約 キャンセル|취소 해지
book booking reserve reservation|buchen buchung reservierung reservieren|réserver réservation|reservar reserva|预订 预约|予約|예약
register registration enrol enroll sign apply application|anmelden anmeldung bewerben antrag|inscription inscrire demande|inscripción inscribir solicitud|报名 注册 申请|申込 登録 申請|신청 등록
ticket pass admission entry|karte fahrkarte eintritt ticket|billet entrée|entrada billete boleto|门票 车票|切符 入場 チケット|입장권 표
travel trip journey tour excursion ride|reise fahrt ausflug|voyage trajet excursion|viaje excursión trayecto|旅行 行程|旅行|여행
hotel accommodation hostel lodging overnight sleep stay inn|hotel unterkunft übernachtung übernachten pension herberge|hôtel hébergement logement auberge nuit|hotel alojamiento hostal dormir noche|酒店 住宿 旅馆|ホテル 宿泊 旅館|호텔 숙박 숙소
train rail railway|zug bahn|train gare|tren|火车 列车|電車 列車|기차 열차
station stop|bahnhof haltestelle|gare arrêt station|estación parada|车站|駅|역
bus coach|bus|bus car autocar|autobús autocar|公交 巴士|バス|버스
plane flight fly airport|flug flugzeug flughafen|avion vol aéroport|avión vuelo aeropuerto|航班 飞机 机场|飛行機 空港|비행기 공항
car vehicle auto van|auto wagen fahrzeug|voiture véhicule|coche carro vehículo|汽车 车辆|車 自動車|자동차 차량
bike bicycle cycle|fahrrad rad|vélo bicyclette|bicicleta bici|自行车|自転車|자전거
boat ship ferry vessel|boot schiff fähre|bateau navire ferry|barco ferry|船|船|배
drive drove driven driver|fahren fahrer|conduire chauffeur|conducir conductor|驾驶 司机|運転|운전
park parking|parken parkplatz|stationnement parking garer|aparcar aparcamiento|停车|駐車 駐車場|주차
leave left depart departure go goes went set|abfahrt abreise losfahren verlassen|départ partir quitter|salida salir partir|出发 离开|出発|출발
arrive arrival reach|ankunft ankommen|arrivée arriver|llegada llegar|到达|到着|도착
return back bring|zurück rückgabe rückkehr zurückgeben|retour rendre|devolver vuelta regreso|归还 返回|返却 返す|반납 반환
borrow lend loan lent|leihen ausleihen verleih|emprunter prêter prêt|prestar préstamo|借书 借阅 借用|貸出 借りる|대출 빌리
`;
